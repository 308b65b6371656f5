package dev.epochal.mls.crypto;

/// The signature schemes of the registered cipher suites (RFC 9420 §17.1).
public enum SignatureScheme {
    /// RFC 8032 Ed25519: keys of 32, signatures of 64 octets.
    ED25519(64),
    /// RFC 8032 Ed448: keys of 57, signatures of 114 octets.
    ED448(114),
    /// ECDSA on P-256 with SHA-256: uncompressed points, DER signatures.
    ECDSA_P256_SHA256(8),
    /// ECDSA on P-384 with SHA-384: uncompressed points, DER signatures.
    ECDSA_P384_SHA384(8),
    /// ECDSA on P-521 with SHA-512: uncompressed points, DER signatures.
    ECDSA_P521_SHA512(8);

    private final int signatureSizeMin;

    SignatureScheme(int signatureSizeMin) {
        this.signatureSizeMin = signatureSizeMin;
    }

    /// The size of the shortest signature there can be, in octets.
    public int signatureSizeMin() {
        return signatureSizeMin;
    }
}
