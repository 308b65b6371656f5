package dev.epochal.mls.group;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Reader;

/// The protocol versions (RFC 9420 §6).
public final class ProtocolVersion {
    /// MLS 1.0.
    public static final int MLS10 = 1;

    private ProtocolVersion() {}

    /// Reads a version that must be MLS 1.0.
    public static void expect(Reader reader, String what) {
        if (reader.u16(what) != MLS10) {
            throw reader.malformedBehind(2, Reason.UNKNOWN_VERSION, what);
        }
    }
}
