package dev.epochal.mls.credential;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.crypto.SignatureScheme;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// The public key in an end entity's certificate, in the form that MLS gives it (RFC 9420 §5.3).
public final class CertificateKey {
    private static final Octets ED25519_PREFIX = Octets.ofHex("302a300506032b6570032100");
    private static final Octets ED448_PREFIX = Octets.ofHex("3043300506032b6571033a00");
    private static final Octets P256_PREFIX = Octets.ofHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
    private static final Octets P384_PREFIX = Octets.ofHex("3076301006072a8648ce3d020106052b81040022036200");
    private static final Octets P521_PREFIX = Octets.ofHex("30819b301006072a8648ce3d020106052b8104002303818600");

    private CertificateKey() {}

    /// The key; empty if there is no certificate, it can't be read, or its key is of another scheme.
    public static Optional<SignaturePublicKey> of(X509Credential credential, SignatureScheme scheme) {
        if (credential.certificates().isEmpty()) {
            return Optional.empty();
        }
        try {
            X509Certificate certificate =
                    DerCertificate.read(credential.certificates().getFirst());
            Octets key = Octets.owning(certificate.getPublicKey().getEncoded());
            Octets prefix = prefix(scheme);
            boolean same =
                    key.size() > prefix.size() && key.slice(0, prefix.size()).equals(prefix);
            return same ? Optional.of(new SignaturePublicKey(key.slice(prefix.size(), key.size()))) : Optional.empty();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private static Octets prefix(SignatureScheme scheme) {
        return switch (scheme) {
            case ED25519 -> ED25519_PREFIX;
            case ED448 -> ED448_PREFIX;
            case ECDSA_P256_SHA256 -> P256_PREFIX;
            case ECDSA_P384_SHA384 -> P384_PREFIX;
            case ECDSA_P521_SHA512 -> P521_PREFIX;
        };
    }
}
