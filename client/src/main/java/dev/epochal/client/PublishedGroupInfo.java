package dev.epochal.client;

/// A group's newest GroupInfo.
///
/// @param groupInfo MLSMessage(mls_group_info)
/// @param epoch the epoch that it describes
/// @param seq the seq of the event that it came with
public record PublishedGroupInfo(Octets groupInfo, long epoch, long seq) {}
