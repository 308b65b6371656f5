package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;

/// The form of the keys and signatures of the NIST curves: uncompressed points (RFC 9420 §5.1.1), strict DER.
enum EcdsaForm {
    P256("P-256", 32),
    P384("P-384", 48),
    P521("P-521", 66);

    @SuppressWarnings("ImmutableEnumChecker") // never changed, only not annotated so
    private final ECDomainParameters domain;

    private final int coordinateSize;

    EcdsaForm(String curve, int coordinateSize) {
        this.domain = new ECDomainParameters(CustomNamedCurves.getByName(curve));
        this.coordinateSize = coordinateSize;
    }

    /// Both numbers of a signature.
    record Numbers(BigInteger r, BigInteger s) {}

    ECDomainParameters domain() {
        return domain;
    }

    /// The point, if the octets are the uncompressed encoding of one that is on the curve.
    Optional<ECPoint> point(Octets octets) {
        if (octets.size() != 1 + 2 * coordinateSize || octets.at(0) != 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(domain.getCurve().decodePoint(octets.toByteArray()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The numbers, if the octets are the shortest DER of two numbers within 1 and the curve's order.
    Optional<Numbers> numbers(Octets der) {
        int size = der.size();
        if (size < 8 || der.at(0) != 0x30) {
            return Optional.empty();
        }
        boolean longForm = size - 2 > 127;
        int start = longForm ? 3 : 2;
        if (longForm ? der.at(1) != 0x81 || der.at(2) != size - 3 : der.at(1) != size - 2) {
            return Optional.empty();
        }
        int second = start + 2 + der.at(start + 1);
        if (second + 2 > size || second + 2 + der.at(second + 1) != size) {
            return Optional.empty();
        }
        return integer(der.slice(start, second))
                .flatMap(r -> integer(der.slice(second, size)).map(s -> new Numbers(r, s)));
    }

    private Optional<BigInteger> integer(Octets der) {
        int length = der.size() - 2;
        if (der.at(0) != 2 || length < 1 || length > 127 || der.at(2) > 127) {
            return Optional.empty();
        }
        if (length > 1 && der.at(2) == 0 && der.at(3) < 128) {
            return Optional.empty();
        }
        BigInteger number = new BigInteger(der.slice(2, der.size()).toByteArray());
        return number.signum() > 0 && number.compareTo(domain.getN()) < 0 ? Optional.of(number) : Optional.empty();
    }
}
