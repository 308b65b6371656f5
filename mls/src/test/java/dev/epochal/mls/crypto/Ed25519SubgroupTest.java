package dev.epochal.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.codec.Octets;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Ed25519SubgroupTest {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = BigInteger.valueOf(-121_665)
            .multiply(BigInteger.valueOf(121_666).modInverse(P))
            .mod(P);
    private static final BigInteger ROOT_OF_MINUS_ONE = BigInteger.TWO.modPow(P.shiftRight(2), P);

    /// The y of a point of order 8.
    private static final BigInteger ORDER_8 =
            new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);

    private final SplittableRandom random = new SplittableRandom(8032);

    @Test
    void tells_honest_keys_from_those_with_a_part_of_small_order() {
        var small = new Point(root(xSquared(ORDER_8)), ORDER_8);
        for (int round = 0; round < 100; round++) {
            var point = honest();
            for (int order = 0; order < 8; order++) {
                byte[] encoded = point.encoded();
                assertThat(Ed25519Subgroup.contains(Octets.copyOf(encoded)))
                        .as("honest point plus %s times the point of order 8", order)
                        .isEqualTo(order == 0)
                        .isEqualTo(Ed25519.validatePublicKeyFull(encoded, 0));
                point = point.plus(small);
            }
        }
    }

    @Test
    void agrees_with_multiplication_by_the_order_on_any_octets() {
        int inside = 0;
        int rounds = 4_000;
        for (int round = 0; round < rounds; round++) {
            byte[] octets = new byte[32];
            random.nextBytes(octets);
            boolean member = Ed25519.validatePublicKeyFull(octets, 0);
            assertThat(PublicKeyForm.accepts(SignatureScheme.ED25519, new SignaturePublicKey(Octets.copyOf(octets))))
                    .as(Octets.copyOf(octets).toString())
                    .isEqualTo(member);
            inside += member ? 1 : 0;
        }
        assertThat(inside).isBetween(rounds / 32, rounds / 8);
    }

    private Point honest() {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        byte[] key = new byte[32];
        Ed25519.generatePublicKey(secret, 0, key, 0);
        boolean odd = key[31] < 0;
        key[31] &= 0x7f;
        var y = littleEndian(key);
        var x = root(xSquared(y));
        return new Point(x.testBit(0) == odd ? x : P.subtract(x), y);
    }

    private static BigInteger xSquared(BigInteger y) {
        var square = y.multiply(y);
        return square.subtract(BigInteger.ONE)
                .multiply(D.multiply(square).add(BigInteger.ONE).modInverse(P))
                .mod(P);
    }

    private static BigInteger root(BigInteger square) {
        var root = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        var found = root.multiply(root).mod(P).equals(square)
                ? root
                : root.multiply(ROOT_OF_MINUS_ONE).mod(P);
        assertThat(found.multiply(found).mod(P)).isEqualTo(square);
        return found;
    }

    private static BigInteger littleEndian(byte[] octets) {
        byte[] reversed = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            reversed[i] = octets[octets.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    /// An affine point of edwards25519, in the plainest arithmetic there is.
    private record Point(BigInteger x, BigInteger y) {
        /// RFC 8032 §5.1.4.
        Point plus(Point other) {
            var product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y);
            var sumX = x.multiply(other.y).add(other.x.multiply(y));
            var sumY = y.multiply(other.y).add(x.multiply(other.x));
            return new Point(
                    sumX.multiply(BigInteger.ONE.add(product).modInverse(P)).mod(P),
                    sumY.multiply(BigInteger.ONE.subtract(product).modInverse(P))
                            .mod(P));
        }

        byte[] encoded() {
            byte[] octets = new byte[32];
            for (int i = 0; i < 32; i++) {
                octets[i] = y.shiftRight(8 * i).byteValue();
            }
            octets[31] |= x.testBit(0) ? (byte) 0x80 : 0;
            return octets;
        }
    }
}
