package dev.epochal.mls.credential;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The client that an end entity's certificate names: a `subjectAltName` that is a URI `mls-client:` with the identity
/// that would stand in a [BasicCredential] behind it, percent-encoded where a URI needs that. RFC 9420 §5.3.1 leaves to
/// the application where the name stands.
final class CertificateName {
    private static final String SCHEME = "mls-client:";
    private static final int URI_NAME = 6;
    private static final int HEX = 16;

    private CertificateName() {}

    /// The identity; empty if the first certificate can't be read, or doesn't hold exactly one such name.
    static Optional<Octets> of(X509Credential credential) {
        if (credential.certificates().isEmpty()) {
            return Optional.empty();
        }
        try {
            List<Octets> names =
                    names(DerCertificate.read(credential.certificates().getFirst()));
            return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private static List<Octets> names(X509Certificate certificate) throws CertificateException {
        List<Octets> names = new ArrayList<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            return names;
        }
        for (List<?> alternative : alternatives) {
            String text = String.valueOf(alternative.getLast());
            if (alternative.getFirst().equals(URI_NAME) && text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                decode(text.substring(SCHEME.length())).ifPresent(names::add);
            }
        }
        return names;
    }

    private static int digit(String text, int at) {
        return Character.digit(text.charAt(at), HEX);
    }

    /// The octets that a URI's path stands for; empty if it is none, or something follows it.
    private static Optional<Octets> decode(String path) {
        Writer decoded = new Writer();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                if (i + 2 >= path.length() || digit(path, i + 1) < 0 || digit(path, i + 2) < 0) {
                    return Optional.empty();
                }
                decoded.u8(HEX * digit(path, i + 1) + digit(path, i + 2));
                i += 2;
            } else if (c > ' ' && c < '\u007f' && c != '#' && c != '?') {
                decoded.u8(c);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(decoded.toOctets());
    }
}
