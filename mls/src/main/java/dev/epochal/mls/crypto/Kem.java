package dev.epochal.mls.crypto;

/// The key encapsulation mechanisms of the registered cipher suites: an observer only needs the form of their public
/// keys.
public enum Kem {
    /// DHKEM(X25519): keys of 32 octets.
    X25519(32),
    /// DHKEM(X448): keys of 56 octets.
    X448(56),
    /// DHKEM(P-256): uncompressed points of 65 octets.
    P256(65),
    /// DHKEM(P-384): uncompressed points of 97 octets.
    P384(97),
    /// DHKEM(P-521): uncompressed points of 133 octets.
    P521(133);

    private final int publicKeySize;

    Kem(int publicKeySize) {
        this.publicKeySize = publicKeySize;
    }

    /// The size of an encoded public key in octets.
    public int publicKeySize() {
        return publicKeySize;
    }
}
