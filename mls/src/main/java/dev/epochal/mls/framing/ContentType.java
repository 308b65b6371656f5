package dev.epochal.mls.framing;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Reader;

/// What a message is about (RFC 9420 §6).
public enum ContentType {
    /// Application data.
    APPLICATION(1),
    /// A proposal.
    PROPOSAL(2),
    /// A Commit.
    COMMIT(3);

    private final int code;

    ContentType(int code) {
        this.code = code;
    }

    static ContentType parse(Reader reader) {
        int code = reader.u8("content_type");
        if (code < 1 || code > values().length) {
            throw reader.malformedBehind(1, Reason.UNKNOWN_VALUE, "content_type");
        }
        return values()[code - 1];
    }

    /// The code point on the wire.
    public int code() {
        return code;
    }
}
