package dev.epochal.client;

/// Something that concerns the caller's client.
public sealed interface InboxItem {
    /// What each item has.
    Header header();

    /// What each item has.
    ///
    /// @param cursor the place behind it; keep it together with what the item changed
    /// @param type the name of its kind, such as `welcome`
    /// @param groupId the group
    /// @param seq the event's number in the group
    /// @param headSeq the seq of the newest event of the group that the client may read
    /// @param epoch the newest epoch of the group that the client may read of
    record Header(String cursor, String type, Octets groupId, long seq, long headSeq, long epoch) {}

    /// An event happened in a group of the client.
    ///
    /// @param header what each item has
    /// @param event the event
    record Happened(Header header, GroupEvent event) implements InboxItem {}

    /// The client was added to a group. The events that it can read come next.
    ///
    /// @param header what each item has
    /// @param welcome its Welcome
    record Welcomed(Header header, PendingWelcome welcome) implements InboxItem {}

    /// The client was removed from a group, which has no further items.
    ///
    /// @param header what each item has
    /// @param event the Commit that removed it
    record Removed(Header header, GroupEvent event) implements InboxItem {}

    /// An item of a kind that this version of the client does not know.
    ///
    /// @param header what each item has
    record Unrecognised(Header header) implements InboxItem {}
}
