package dev.epochal.mls.group;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// A `PathSecret` (RFC 9420 §12.4.3.1). An observer never sees one.
///
/// @param secret the secret
public record PathSecret(Octets secret) implements Struct {
    static PathSecret parse(Reader reader) {
        return new PathSecret(reader.opaque("PathSecret.path_secret"));
    }

    /// Shows nothing of the secret.
    @Override
    public String toString() {
        return "PathSecret";
    }

    @Override
    public void writeTo(Writer writer) {
        writer.opaque(secret);
    }
}
