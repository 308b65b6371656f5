package dev.epochal.mls.extension;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// An `Extension` (RFC 9420 §7.2), of a known or an unknown type.
///
/// @param type the code point
/// @param contents `extension_data` as it came
public record Extension(int type, Octets contents) implements Struct {
    /// Reads one extension.
    public static Extension parse(Reader reader) {
        return new Extension(reader.u16("Extension.extension_type"), reader.opaque("Extension.extension_data"));
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(type).opaque(contents);
    }
}
