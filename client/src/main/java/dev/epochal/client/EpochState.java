package dev.epochal.client;

import java.time.Instant;
import java.util.List;

/// A group's public state at an epoch.
///
/// @param groupId the group
/// @param epoch the epoch
/// @param seq the seq of the event that began it
/// @param head the leaf hash of that event
/// @param beganAt when it began, by the log's time
/// @param groupContext the GroupContext (RFC 9420 §8.1)
/// @param treeHash the tree hash
/// @param confirmedTranscriptHash the confirmed transcript hash; empty in epoch 0
/// @param confirmationTag the confirmation tag
/// @param members the members by leaf
/// @param headSeq the seq of the newest event that the caller may read
/// @param headEpoch the newest epoch that the caller may read of
public record EpochState(
        Octets groupId,
        long epoch,
        long seq,
        Octets head,
        Instant beganAt,
        Octets groupContext,
        Octets treeHash,
        Octets confirmedTranscriptHash,
        Octets confirmationTag,
        List<GroupState.MemberState> members,
        long headSeq,
        long headEpoch) {}
