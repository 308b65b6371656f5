package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;
import java.math.BigInteger;
import java.util.Set;

/// The form of the points and scalars of the two Edwards curves (RFC 8032): little-endian, one encoding for each
/// value.
enum EdwardsForm {
    ED25519(
            32,
            255,
            BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19)),
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493")),
            Set.of(
                    new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16),
                    new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16))),
    ED448(
            57,
            448,
            BigInteger.TWO.pow(448).subtract(BigInteger.TWO.pow(224)).subtract(BigInteger.ONE),
            BigInteger.TWO
                    .pow(446)
                    .subtract(new BigInteger("8335dc163bb124b65129c96fde933d8d723a70aadc873d6d54a7bb0d", 16)),
            Set.of());

    private final int size;
    private final BigInteger coordinateMask;
    private final BigInteger prime;
    private final BigInteger order;

    @SuppressWarnings("ImmutableEnumChecker") // always an unmodifiable set
    private final Set<BigInteger> smallOrder;

    EdwardsForm(int size, int coordinateBits, BigInteger prime, BigInteger order, Set<BigInteger> smallOrder) {
        this.size = size;
        this.coordinateMask = BigInteger.TWO.pow(coordinateBits).subtract(BigInteger.ONE);
        this.prime = prime;
        this.order = order;
        this.smallOrder = smallOrder;
    }

    /// The size of an encoded point and of an encoded scalar.
    int size() {
        return size;
    }

    /// Whether the octets can be a point: canonical and not of small order. Whether the point is on the curve isn't
    /// asked.
    boolean isPoint(Octets octets) {
        if (octets.size() != size || (this == ED448 && (octets.at(size - 1) & 0x7f) != 0)) {
            return false;
        }
        BigInteger y = number(octets).and(coordinateMask);
        return y.compareTo(prime) < 0
                && y.compareTo(BigInteger.ONE) > 0
                && !y.equals(prime.subtract(BigInteger.ONE))
                && !smallOrder.contains(y);
    }

    /// Whether the octets are a scalar less than the group order.
    boolean isScalar(Octets octets) {
        return octets.size() == size && number(octets).compareTo(order) < 0;
    }

    /// Whether a signature is made of a point and a scalar.
    boolean isSignature(Octets signature) {
        return signature.size() == 2 * size
                && isPoint(signature.slice(0, size))
                && isScalar(signature.slice(size, 2 * size));
    }

    private static BigInteger number(Octets littleEndian) {
        byte[] bigEndian = new byte[littleEndian.size()];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = (byte) littleEndian.at(bigEndian.length - 1 - i);
        }
        return new BigInteger(1, bigEndian);
    }
}
