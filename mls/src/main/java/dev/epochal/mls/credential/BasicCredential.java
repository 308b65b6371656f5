package dev.epochal.mls.credential;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;

/// A bare assertion of an identity (RFC 9420 §5.3).
///
/// @param identity octets whose form is the application's
public record BasicCredential(Octets identity) implements Credential {
    @Override
    public int type() {
        return CredentialType.BASIC;
    }

    @Override
    public Octets client() {
        return identity;
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(type()).opaque(identity);
    }
}
