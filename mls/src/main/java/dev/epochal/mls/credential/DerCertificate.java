package dev.epochal.mls.credential;

import dev.epochal.mls.codec.Octets;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/// Reads a certificate of an X.509 credential: one DER value and nothing else (RFC 9420 §5.3). The runtime's own reader
/// also takes other encodings and leaves alone what follows.
final class DerCertificate {
    private static final int SEQUENCE = 0x30;
    private static final int LENGTH_SIZE_MAX = 3;

    private DerCertificate() {}

    static X509Certificate read(Octets der) throws CertificateException {
        if (!isOneSequence(der)) {
            throw new CertificateException("it is no single DER value");
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.toByteArray()));
        } catch (RuntimeException e) {
            // What the runtime's reader throws for damaged contents isn't all declared.
            throw new CertificateException("it can't be read", e);
        }
    }

    /// Whether the octets are one SEQUENCE whose length is in its shortest form and true.
    private static boolean isOneSequence(Octets der) {
        if (der.size() < 2 || der.at(0) != SEQUENCE) {
            return false;
        }
        int first = der.at(1);
        if (first < 0x80) {
            return der.size() == 2 + first;
        }
        int lengthSize = first & 0x7f;
        if (lengthSize < 1 || lengthSize > LENGTH_SIZE_MAX || der.size() < 2 + lengthSize || der.at(2) == 0) {
            return false;
        }
        int length = 0;
        for (int i = 0; i < lengthSize; i++) {
            length = length << 8 | der.at(2 + i);
        }
        return length >= 0x80 && der.size() == 2 + lengthSize + length;
    }
}
