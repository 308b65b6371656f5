package dev.epochal.mls.credential;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import java.util.List;

/// A chain of DER certificates, the end entity's first (RFC 9420 §5.3). Whether the chain is valid isn't decided
/// here.
///
/// @param certificates each certificate's DER octets
public record X509Credential(List<Octets> certificates) implements Credential {
    /// Copies the list.
    public X509Credential {
        certificates = List.copyOf(certificates);
    }

    @Override
    public int type() {
        return CredentialType.X509;
    }

    /// The identity that the end entity's certificate names by one `subjectAltName`, a URI `mls-client:…` with what
    /// would stand in a [BasicCredential]; without such a name, these certificates.
    @Override
    public Octets client() {
        return CertificateName.of(this).orElseGet(this::encoded);
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(type()).vector(inner -> certificates.forEach(inner::opaque));
    }
}
