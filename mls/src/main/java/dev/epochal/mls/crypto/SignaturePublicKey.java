package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// A `SignaturePublicKey` (RFC 9420 §5.1.1) as it stands on the wire; whether it is a valid key of its suite is
/// another question.
///
/// @param octets the encoded key
public record SignaturePublicKey(Octets octets) implements Struct {
    /// Reads one key.
    public static SignaturePublicKey parse(Reader reader) {
        return new SignaturePublicKey(reader.opaque("SignaturePublicKey"));
    }

    @Override
    public void writeTo(Writer writer) {
        writer.opaque(octets);
    }
}
