package dev.epochal.mls.codec;

/// A value that has a form on the wire.
///
/// Encoding goes by the meaning, field by field. To hash, verify or forward what somebody else sent, use the original
/// octets that the value carries beside its meaning, never a new encoding.
public interface Struct {
    /// Writes the fields in the order of the RFC.
    void writeTo(Writer writer);

    /// The fields in a fresh encoding.
    default Octets encoded() {
        Writer writer = new Writer();
        writeTo(writer);
        return writer.toOctets();
    }
}
