package dev.epochal.mls.extension;

/// Registered extension types (RFC 9420 §17.3; from 6 on of the MLS extensions draft).
public final class ExtensionType {
    /// An application's identifier for a LeafNode.
    public static final int APPLICATION_ID = 1;
    /// The whole tree, in a GroupInfo.
    public static final int RATCHET_TREE = 2;
    /// What every member must support, in a GroupContext.
    public static final int REQUIRED_CAPABILITIES = 3;
    /// The key for external joins, in a GroupInfo.
    public static final int EXTERNAL_PUB = 4;
    /// Who may propose from outside, in a GroupContext.
    public static final int EXTERNAL_SENDERS = 5;
    /// Data of application components (MLS extensions draft).
    public static final int APP_DATA_DICTIONARY = 6;
    /// Wire formats beyond those of the RFC that a client supports, in a LeafNode (MLS extensions draft).
    public static final int SUPPORTED_WIRE_FORMATS = 7;
    /// Wire formats beyond those of the RFC that every member must support, in a GroupContext (MLS extensions draft).
    public static final int REQUIRED_WIRE_FORMATS = 8;
    /// Marks a KeyPackage that may be used again when no other is left, as deployed; in the newest draft it is a
    /// component.
    public static final int LAST_RESORT = 10;

    private ExtensionType() {}

    /// Whether support goes without saying, so that it must not be listed in capabilities (§7.2).
    public static boolean isDefault(int type) {
        return type >= APPLICATION_ID && type <= EXTERNAL_SENDERS;
    }
}
