package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;

/// Verifies signatures: the one port of this module.
///
/// An implementation is a pure function of its arguments: it throws for no input, depends on no clock or
/// randomness, is safe for use by several threads, and gives the same verdict as every other implementation for
/// each key that [PublicKeyForm] accepts. The rules are stricter than the RFCs where these leave a choice:
///
/// - Ed25519 and Ed448: the scalar is less than the group order; the point R has its one canonical encoding and
///   isn't of small order; the equation is the one without the cofactor.
/// - ECDSA: the signature is DER in its shortest form, both numbers are at least 1 and less than the curve's order.
@FunctionalInterface
public interface SignatureVerifier {
    /// Whether the signature over the message is valid. The key must have been accepted by [PublicKeyForm] when
    /// it was first seen; for other keys the answer may be either.
    boolean verify(SignatureScheme scheme, SignaturePublicKey key, Octets message, Octets signature);

    /// `VerifyWithLabel` (RFC 9420 §5.1.2).
    default boolean verify(CipherSuite suite, SignaturePublicKey key, SignContent content, Octets signature) {
        return verify(suite.signatureScheme(), key, content.encoded(), signature);
    }

    /// The fastest verifier that works here: ACCP where its native library loads and passes the self-test, else
    /// BouncyCastle. Throws `IllegalStateException` if not even that one passes.
    static SignatureVerifier fastest() {
        return CorrettoVerifier.load()
                .filter(VerifierSelfTest::passes)
                .<SignatureVerifier>map(verifier -> verifier)
                .orElseGet(SignatureVerifier::bouncyCastle);
    }

    /// The verifier that works everywhere. Throws `IllegalStateException` if it fails its self-test.
    static SignatureVerifier bouncyCastle() {
        SignatureVerifier verifier = new BouncyCastleVerifier();
        if (!VerifierSelfTest.passes(verifier)) {
            throw new IllegalStateException("the signatures of BouncyCastle fail their self-test");
        }
        return verifier;
    }
}
