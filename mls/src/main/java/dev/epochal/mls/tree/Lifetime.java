package dev.epochal.mls.tree;

import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// When a LeafNode of a KeyPackage may be used (RFC 9420 §7.2). Seconds since 1970, both ends inclusive, unsigned.
///
/// @param notBefore the first second
/// @param notAfter the last second
public record Lifetime(long notBefore, long notAfter) implements Struct {
    /// Reads a lifetime; the order of its ends isn't checked here.
    public static Lifetime parse(Reader reader) {
        return new Lifetime(reader.u64("Lifetime.not_before"), reader.u64("Lifetime.not_after"));
    }

    /// Whether the given second lies within.
    public boolean covers(long second) {
        return Long.compareUnsigned(notBefore, second) <= 0 && Long.compareUnsigned(second, notAfter) <= 0;
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u64(notBefore).u64(notAfter);
    }
}
