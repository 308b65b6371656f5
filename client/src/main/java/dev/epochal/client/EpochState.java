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
/// @param standing whether members could apply the Commit that led to the epoch, as far as they have reported
/// @param heads the head of the history that the committer had seen, if the Commit told one
/// @param pinnedLogs the log that the GroupContext pins, if it does
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
        Standing standing,
        List<SeenHead> heads,
        List<PinnedLog> pinnedLogs,
        List<GroupState.MemberState> members,
        long headSeq,
        long headEpoch) {
    /// A log that the members have agreed on.
    ///
    /// @param name the service's name
    /// @param publicKey the Ed25519 key that signs its checkpoints
    public record PinnedLog(String name, Octets publicKey) {}

    /// A checkpoint in the authenticated data of a Commit.
    ///
    /// @param size how many events it covers
    /// @param root the root of their tree
    /// @param agrees whether the server's history has it
    public record SeenHead(long size, Octets root, boolean agrees) {}
}
