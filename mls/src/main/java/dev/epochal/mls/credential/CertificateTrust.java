package dev.epochal.mls.credential;

import dev.epochal.mls.codec.Octets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Validates X.509 credentials against an explicit set of trusted certificates (RFC 9420 §5.3, RFC 5280).
/// Nothing else is trusted, neither the runtime's own store nor what a chain brings along. Revocation isn't
/// looked up: that would need the network.
///
/// Safe for use by several threads.
public final class CertificateTrust {
    private static final int CHAIN_MAX = 8;

    private final Set<TrustAnchor> anchors;

    private CertificateTrust(Set<TrustAnchor> anchors) {
        this.anchors = Set.copyOf(anchors);
    }

    /// Trust in no certificate at all: refuses each chain.
    public static CertificateTrust nobody() {
        return new CertificateTrust(Set.of());
    }

    /// Trust in the certificates with these DER octets. Throws `IllegalArgumentException` if one of them can't
    /// be read or there are none.
    public static CertificateTrust in(List<Octets> trusted) {
        Set<TrustAnchor> anchors = new HashSet<>();
        try {
            for (Octets der : trusted) {
                anchors.add(new TrustAnchor(DerCertificate.read(der), null));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a trusted certificate can't be read", e);
        }
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("there is no trusted certificate");
        }
        return new CertificateTrust(anchors);
    }

    /// Whether the chain leads from the end entity to a trusted certificate at that moment; empty if so, else
    /// why not. A trusted certificate at the end of the chain may be left out or stand there.
    public Optional<String> refuse(X509Credential credential, long nowSeconds) {
        if (anchors.isEmpty()) {
            return Optional.of("no certificate is trusted here");
        }
        int size = credential.certificates().size();
        if (size < 1 || size > CHAIN_MAX) {
            return Optional.of("a chain of " + size + " certificates");
        }
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Octets der : credential.certificates()) {
                chain.add(DerCertificate.read(der));
            }
            if (chain.size() > 1 && isAnchor(chain.getLast())) {
                chain.removeLast();
            }
            validate(chain, nowSeconds);
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private boolean isAnchor(X509Certificate certificate) {
        return anchors.stream().anyMatch(anchor -> certificate.equals(anchor.getTrustedCert()));
    }

    private void validate(List<X509Certificate> chain, long nowSeconds) throws GeneralSecurityException {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(Instant.ofEpochSecond(nowSeconds)));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }
}
