package dev.epochal.server.setting;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.credential.CertificateTrust;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;

/// Where the chains of X.509 credentials have to lead.
final class TrustedCertificates {
    private static final String VARIABLE = "EPOCHAL_TRUSTED_CERTIFICATES";

    private TrustedCertificates() {}

    /// What the environment says; without a word, no certificate is trusted.
    static CertificateTrust of(Environment environment) {
        return environment.value(VARIABLE).map(pem -> parse(VARIABLE, pem)).orElseGet(CertificateTrust::nobody);
    }

    /// What a variable of this name says.
    ///
    /// @throws StartRefusedException if it holds anything else than certificates as PEM
    static CertificateTrust parse(String variable, String pem) {
        try {
            var trusted = new ArrayList<Octets>();
            var stream = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(stream)) {
                trusted.add(Octets.owning(certificate.getEncoded()));
            }
            return CertificateTrust.in(trusted);
        } catch (CertificateException | IllegalArgumentException e) {
            throw new StartRefusedException(
                    variable + " must hold certificates as PEM, one behind the other, like the files of openssl", e);
        }
    }
}
