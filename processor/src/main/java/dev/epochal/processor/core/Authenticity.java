package dev.epochal.processor.core;

import dev.epochal.mls.credential.CertificateTrust;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.Rules;

/// How a decision sees that something comes from whom it says. Safe for use by several threads.
///
/// @param signatures verifies signatures
/// @param certificates where the chains of X.509 credentials have to lead
public record Authenticity(SignatureVerifier signatures, CertificateTrust certificates) {
    /// One that trusts no certificate: each X.509 credential is refused.
    public static Authenticity of(SignatureVerifier signatures) {
        return new Authenticity(signatures, CertificateTrust.nobody());
    }

    /// Looks at what arrives at a moment, in seconds since 1970.
    Observer observer(Rules rules, long nowSeconds) {
        return new Observer(signatures, rules.withTrust(certificates), nowSeconds);
    }
}
