package dev.epochal.client;

/// A Commit that ended its epoch.
///
/// @param seq its event's number in the group
/// @param epoch the epoch that it ended
/// @param commit MLSMessage with the Commit, as submitted
public record WonCommit(long seq, long epoch, Octets commit) {}
