package dev.epochal.testkit.tls;

import dev.epochal.client.Octets;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that certifies the keys of MLS clients on Ed25519, for a day.
public final class ClientAuthority {
    private static final X500Name NAME = new X500Name("CN=authority");
    private static final Duration DAY = Duration.ofDays(1);

    private final KeyPair keys;
    private final X509Certificate certificate;

    private ClientAuthority(KeyPair keys) {
        this.keys = keys;
        var info = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        this.certificate = issue(NAME, info, new GeneralName(NAME), true);
    }

    /// A new one.
    public static ClientAuthority make() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new ClientAuthority(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key can be made", e);
        }
    }

    /// Its certificate, as a PEM file holds it.
    public String pem() {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded(certificate).toArray())
                + "\n-----END CERTIFICATE-----\n";
    }

    /// The DER certificate of a client.
    ///
    /// @param client `user/client`, of characters that a URI needs no escapes for
    /// @param signatureKey the public key as it stands in leaves
    public Octets certify(String client, Octets signatureKey) {
        var algorithm = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
        var info = new SubjectPublicKeyInfo(algorithm, signatureKey.toArray());
        var name = new GeneralName(GeneralName.uniformResourceIdentifier, "mls-client:" + client);
        return encoded(issue(new X500Name("CN=client"), info, name, false));
    }

    private X509Certificate issue(X500Name subject, SubjectPublicKeyInfo key, GeneralName name, boolean authority) {
        try {
            var now = Instant.now();
            var builder = new X509v3CertificateBuilder(
                    NAME,
                    BigInteger.valueOf(now.toEpochMilli()),
                    Date.from(now.minus(DAY)),
                    Date.from(now.plus(DAY)),
                    subject,
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
            var holder = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("A certificate can be made", e);
        }
    }

    private static Octets encoded(X509Certificate certificate) {
        try {
            return Octets.of(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate can be encoded", e);
        }
    }
}
