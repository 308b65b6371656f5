package dev.epochal.testkit;

/// An application message of another member, read from a group's history.
///
/// @param seq its event's number in the group
/// @param message the decrypted message
public record ReceivedMessage(long seq, OpenedMessage message) {}
