package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// An `HPKEPublicKey` (RFC 9420 §5.1.1) as it stands on the wire; whether it is a valid key of its suite is another
/// question.
///
/// @param octets the encoded key
public record HpkePublicKey(Octets octets) implements Struct {
    /// Reads one key.
    public static HpkePublicKey parse(Reader reader) {
        return new HpkePublicKey(reader.opaque("HPKEPublicKey"));
    }

    @Override
    public void writeTo(Writer writer) {
        writer.opaque(octets);
    }
}
