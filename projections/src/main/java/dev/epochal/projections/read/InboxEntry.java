package dev.epochal.projections.read;

/// An event that concerns a client.
///
/// @param event the event
/// @param concern what it is to the client
/// @param headSeq the newest event of the group that the client may know of
/// @param epoch the newest epoch of the group that the client may know of
public record InboxEntry(LoggedEvent event, Concern concern, long headSeq, long epoch) {
    /// What an event is to a client.
    public enum Concern {
        /// It happened in a group that the client is a member of.
        EVENT,
        /// It added the client, and a Welcome came with it.
        WELCOME,
        /// It removed the client.
        REMOVED
    }
}
