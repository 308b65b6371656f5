package dev.epochal.api.access;

import java.util.Arrays;
import java.util.Optional;
import org.jose4j.jws.AlgorithmIdentifiers;

/// The ways to sign a token that are believed at all (RFC 7518 §3, RFC 8037). An issuer has some of them, and its keys
/// are for these only.
public enum SignatureAlgorithm {
    /// HMAC with a secret that issuer and server share.
    HS256(AlgorithmIdentifiers.HMAC_SHA256),
    /// Ed25519. `EdDSA` with another curve is refused, since no such key is ever taken.
    EDDSA(AlgorithmIdentifiers.EDDSA),
    /// ECDSA on P-256.
    ES256(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256),
    /// RSASSA-PKCS1-v1_5.
    RS256(AlgorithmIdentifiers.RSA_USING_SHA256);

    private final String identifier;

    SignatureAlgorithm(String identifier) {
        this.identifier = identifier;
    }

    /// The algorithm as it stands in a token's `alg`.
    public String identifier() {
        return identifier;
    }

    /// The algorithm that stands in `alg`, by its exact spelling.
    public static Optional<SignatureAlgorithm> of(String identifier) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.identifier.equals(identifier))
                .findFirst();
    }
}
