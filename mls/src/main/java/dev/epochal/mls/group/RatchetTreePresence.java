package dev.epochal.mls.group;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Reader;

/// Where the `ratchet_tree` extension stands in the GroupInfos of two epochs (draft-ietf-mls-ratchet-tree-options).
public enum RatchetTreePresence {
    /// In neither.
    NO_RATCHET_TREE(0, false),
    /// In both.
    PRESENT(1, true),
    /// In the one before, no more in this one.
    REMOVED(2, false),
    /// Not in the one before, but in this one.
    ADDED(3, true);

    private final int code;
    private final boolean signed;

    RatchetTreePresence(int code, boolean signed) {
        this.code = code;
        this.signed = signed;
    }

    static RatchetTreePresence parse(Reader reader) {
        int code = reader.u8("PartialGroupInfo.ratchet_tree_presence");
        if (code >= values().length) {
            throw reader.malformedBehind(1, Reason.UNKNOWN_VALUE, "PartialGroupInfo.ratchet_tree_presence");
        }
        return values()[code];
    }

    /// The code point on the wire.
    public int code() {
        return code;
    }

    /// Whether the signature covers a `ratchet_tree`.
    public boolean isSigned() {
        return signed;
    }
}
