package dev.epochal.client;

/// One of the caller's groups.
///
/// @param groupId the group
/// @param epoch its epoch
/// @param seq the seq of its newest event
public record GroupSummary(Octets groupId, long epoch, long seq) {}
