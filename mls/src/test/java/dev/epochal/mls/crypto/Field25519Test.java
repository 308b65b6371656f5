package dev.epochal.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.codec.Octets;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Field25519Test {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    @Test
    void calculates_as_whole_numbers_do() {
        var numbers = numbers();
        for (var x : numbers) {
            assertSame(Field25519.square(of(x)), x.pow(2));
            assertSame(Field25519.square(of(x), 3), x.modPow(BigInteger.valueOf(8), P));
            assertSame(Field25519.power(of(x)), x.modPow(P.shiftRight(3), P));
            for (var y : numbers) {
                assertSame(Field25519.plus(of(x), of(y)), x.add(y));
                assertSame(Field25519.minus(of(x), of(y)), x.subtract(y));
                assertSame(Field25519.times(of(x), of(y)), x.multiply(y));
                assertThat(Field25519.same(of(x), of(y))).isEqualTo(x.mod(P).equals(y.mod(P)));
            }
        }
    }

    @Test
    void stays_right_through_long_chains() {
        var x = P.subtract(BigInteger.TWO);
        var limbs = of(x);
        for (int i = 0; i < 1_000; i++) {
            limbs = Field25519.minus(Field25519.plus(Field25519.square(limbs), limbs), Field25519.of(i));
            x = x.pow(2).add(x).subtract(BigInteger.valueOf(i)).mod(P);
            limbs = Field25519.plus(Field25519.plus(limbs, limbs), limbs);
            x = x.multiply(BigInteger.valueOf(3)).mod(P);
        }
        assertSame(limbs, x);
    }

    /// Those at the edges of limbs and of the field, those that aren't reduced, and any.
    private static List<BigInteger> numbers() {
        var random = new SplittableRandom(25_519);
        var numbers = new ArrayList<BigInteger>();
        for (int power : new int[] {0, 8, 51, 102, 153, 204, 254}) {
            numbers.add(BigInteger.TWO.pow(power));
            numbers.add(BigInteger.TWO.pow(power).subtract(BigInteger.ONE));
        }
        numbers.add(P);
        numbers.add(P.subtract(BigInteger.ONE));
        numbers.add(P.add(BigInteger.ONE));
        numbers.add(BigInteger.TWO.pow(255).subtract(BigInteger.ONE));
        for (int i = 0; i < 30; i++) {
            byte[] octets = new byte[32];
            random.nextBytes(octets);
            octets[0] &= 0x7f;
            numbers.add(new BigInteger(1, octets));
        }
        return numbers;
    }

    private static long[] of(BigInteger number) {
        byte[] octets = new byte[32];
        for (int i = 0; i < 32; i++) {
            octets[i] = number.shiftRight(8 * i).byteValue();
        }
        return Field25519.of(Octets.owning(octets));
    }

    private static void assertSame(long[] limbs, BigInteger number) {
        assertThat(Field25519.same(limbs, of(number.mod(P))))
                .as(number.toString())
                .isTrue();
        assertThat(Field25519.same(limbs, of(number.add(BigInteger.ONE).mod(P))))
                .isFalse();
    }
}
