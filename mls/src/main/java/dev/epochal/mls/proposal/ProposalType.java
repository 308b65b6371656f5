package dev.epochal.mls.proposal;

/// Registered proposal types (RFC 9420 §17.4; from 8 on of the MLS extensions draft).
public final class ProposalType {
    /// Adds a client.
    public static final int ADD = 1;
    /// Replaces the sender's leaf.
    public static final int UPDATE = 2;
    /// Removes a member.
    public static final int REMOVE = 3;
    /// Mixes a pre-shared key in.
    public static final int PSK = 4;
    /// Closes the group in favour of a successor.
    public static final int REINIT = 5;
    /// Starts an external join.
    public static final int EXTERNAL_INIT = 6;
    /// Replaces the extensions of the GroupContext.
    public static final int GROUP_CONTEXT_EXTENSIONS = 7;
    /// Changes the data of a component.
    public static final int APP_DATA_UPDATE = 8;
    /// Carries data of a component that changes nothing.
    public static final int APP_EPHEMERAL = 9;
    /// Removes the sender.
    public static final int SELF_REMOVE = 10;

    private ProposalType() {}

    /// Whether support goes without saying, so that it must not be listed in capabilities (§7.2).
    public static boolean isDefault(int type) {
        return type >= ADD && type <= GROUP_CONTEXT_EXTENSIONS;
    }
}
