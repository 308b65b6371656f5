package dev.epochal.mls.credential;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignatureScheme;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Issues certificates for tests.
public final class Certificates {
    private static final long MIDDLE = 1_750_000_000;
    private static final long DAY = 86_400;

    private Certificates() {}

    /// What a certificate says.
    ///
    /// @param uris its alternative names
    /// @param middleSeconds it is valid a day before and after
    record Content(String subject, PublicKey key, List<String> uris, boolean authority, long middleSeconds) {}

    /// A certificate for a key, valid a day before and after the moment of these tests.
    public static Octets issue(String subject, KeyPair key, String issuer, KeyPair issuerKey, boolean authority) {
        return issue(new Content(subject, key.getPublic(), List.of(), authority, MIDDLE), issuer, issuerKey);
    }

    static Octets issue(Content content, String issuer, KeyPair issuerKey) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    new X500Name(issuer),
                    BigInteger.TEN,
                    Date.from(Instant.ofEpochSecond(content.middleSeconds() - DAY)),
                    Date.from(Instant.ofEpochSecond(content.middleSeconds() + DAY)),
                    new X500Name(content.subject()),
                    SubjectPublicKeyInfo.getInstance(content.key().getEncoded()));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(content.authority()));
            if (!content.uris().isEmpty()) {
                GeneralName[] names = content.uris().stream()
                        .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            String algorithm = switch (issuerKey.getPrivate().getAlgorithm()) {
                case "EC" -> "SHA384withECDSA";
                default -> "Ed25519";
            };
            ContentSigner signer = new JcaContentSignerBuilder(algorithm).build(issuerKey.getPrivate());
            return Octets.owning(builder.build(signer).getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// A fresh key pair.
    public static KeyPair keys(SignatureScheme scheme) {
        try {
            return switch (scheme) {
                case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                case ED448 -> KeyPairGenerator.getInstance("Ed448").generateKeyPair();
                case ECDSA_P256_SHA256 -> ecKeys(256);
                case ECDSA_P384_SHA384 -> ecKeys(384);
                case ECDSA_P521_SHA512 -> ecKeys(521);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair ecKeys(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }
}
