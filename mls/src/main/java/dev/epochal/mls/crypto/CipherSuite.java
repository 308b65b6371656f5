package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// The registered cipher suites 1 to 7 (RFC 9420 §17.1) and their public operations. Safe for use by several threads.
public enum CipherSuite {
    /// MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519.
    X25519_AES128_SHA256_ED25519(1, Kem.X25519, "SHA-256", SignatureScheme.ED25519),
    /// MLS_128_DHKEMP256_AES128GCM_SHA256_P256.
    P256_AES128_SHA256_P256(2, Kem.P256, "SHA-256", SignatureScheme.ECDSA_P256_SHA256),
    /// MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519.
    X25519_CHACHA20_SHA256_ED25519(3, Kem.X25519, "SHA-256", SignatureScheme.ED25519),
    /// MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448.
    X448_AES256_SHA512_ED448(4, Kem.X448, "SHA-512", SignatureScheme.ED448),
    /// MLS_256_DHKEMP521_AES256GCM_SHA512_P521.
    P521_AES256_SHA512_P521(5, Kem.P521, "SHA-512", SignatureScheme.ECDSA_P521_SHA512),
    /// MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448.
    X448_CHACHA20_SHA512_ED448(6, Kem.X448, "SHA-512", SignatureScheme.ED448),
    /// MLS_256_DHKEMP384_AES256GCM_SHA384_P384.
    P384_AES256_SHA384_P384(7, Kem.P384, "SHA-384", SignatureScheme.ECDSA_P384_SHA384);

    /// What sealing adds to a plaintext in each suite, in octets.
    public static final int AEAD_TAG_SIZE = 16;

    private final int code;
    private final Kem kem;
    private final String hashName;
    private final int hashSize;
    private final SignatureScheme signatureScheme;

    CipherSuite(int code, Kem kem, String hashName, SignatureScheme signatureScheme) {
        this.code = code;
        this.kem = kem;
        this.hashName = hashName;
        this.hashSize = Integer.parseInt(hashName.substring(4)) / 8;
        this.signatureScheme = signatureScheme;
    }

    /// The suite with the registered code point; empty for unknown ones and GREASE.
    public static Optional<CipherSuite> of(int code) {
        return code >= 1 && code <= values().length ? Optional.of(values()[code - 1]) : Optional.empty();
    }

    /// The registered code point.
    public int code() {
        return code;
    }

    /// The key encapsulation mechanism.
    public Kem kem() {
        return kem;
    }

    /// The signature scheme.
    public SignatureScheme signatureScheme() {
        return signatureScheme;
    }

    /// The size of a hash, which is also `KDF.Nh`, in octets.
    public int hashSize() {
        return hashSize;
    }

    /// A fresh digest of the suite's hash, for callers that hash piece by piece.
    public MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(hashName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks " + hashName, e);
        }
    }

    /// `Hash` over the parts in order.
    public Octets hash(Octets... parts) {
        MessageDigest digest = newDigest();
        for (Octets part : parts) {
            part.updateInto(digest);
        }
        return Octets.owning(digest.digest());
    }

    /// `RefHash(label, value)` (§5.2).
    public Octets refHash(String label, Octets value) {
        Writer writer = new Writer(value.size() + 64);
        return hash(writer.opaque(Octets.ofText(label)).opaque(value).toOctets());
    }
}
