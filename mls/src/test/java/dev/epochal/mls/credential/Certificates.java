package dev.epochal.mls.credential;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignatureScheme;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Issues certificates for tests.
public final class Certificates {
    private static final long MIDDLE = 1_750_000_000;

    private Certificates() {}

    /// A certificate for a key, valid a day before and after.
    public static Octets issue(String subject, KeyPair key, String issuer, KeyPair issuerKey, boolean authority) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    new X500Name(issuer),
                    BigInteger.TEN,
                    Date.from(Instant.ofEpochSecond(MIDDLE - 86_400)),
                    Date.from(Instant.ofEpochSecond(MIDDLE + 86_400)),
                    new X500Name(subject),
                    SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
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
