package dev.epochal.mls.codec;

/// Bytes that are not what RFC 9420 says they must be. The only exception that a parser throws for any input.
///
/// It names the reason, what was being read, and the offset in the input. It has no stack trace, so that refusing
/// hostile input is cheap.
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String what;
    private final int offset;

    /// What was wrong with the bytes.
    public enum Reason {
        /// Fewer octets than the struct needs, or a length that exceeds what is left.
        TRUNCATED,
        /// Octets after the end of the struct.
        TRAILING_OCTETS,
        /// A length in more octets than it needs, or with the reserved prefix (§2.1.2).
        BAD_LENGTH,
        /// A value that the RFC doesn't define where only defined values are allowed.
        UNKNOWN_VALUE,
        /// A proposal type without a known form: its end can't be found.
        UNKNOWN_PROPOSAL_TYPE,
        /// A credential type without a known form: its end can't be found.
        UNKNOWN_CREDENTIAL_TYPE,
        /// Two extensions of one type in one list (§13.4).
        DUPLICATE_EXTENSION,
        /// A list that must be strictly increasing isn't (§7.1).
        NOT_INCREASING,
        /// A ratchet tree whose last node is blank or whose nodes stand at the wrong places (§12.4.3.3).
        BAD_NODE_ARRAY,
        /// A protocol version other than mls10.
        UNKNOWN_VERSION
    }

    /// A refusal of the octet at the offset, while reading what is named.
    public MalformedException(Reason reason, String what, int offset) {
        super(reason + " in " + what + " at octet " + offset, null, false, false);
        this.reason = reason;
        this.what = what;
        this.offset = offset;
    }

    /// Why the bytes were refused.
    public Reason reason() {
        return reason;
    }

    /// The struct or field that was being read, as the RFC calls it.
    public String what() {
        return what;
    }

    /// Where in the input, counted from its first octet.
    public int offset() {
        return offset;
    }
}
