package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.PayloadKeys;
import java.util.List;
import java.util.Map;

/// Everything that a group's state consists of, as values that can be stored.
///
/// @param groupId the group
/// @param logId what names its history
/// @param seq the newest event
/// @param head the newest event's leaf hash
/// @param epoch the epoch, unsigned
/// @param handshakes the number of its `Handshakes`
/// @param policy the policy in force
/// @param successorGroupId what a ReInit named; empty if the group is open
/// @param groupContext the GroupContext
/// @param confirmationTag the confirmation tag of the epoch
/// @param treeSize number of nodes of the full tree, blank ones included
/// @param nodes the non-blank nodes by index: exact octets of a LeafNode (even) or ParentNode (odd)
/// @param pending the proposals of the current epoch in order of arrival
/// @param recent the newest events, oldest first: at least one, and [GroupState#RECENT_MAX] where there are as many
/// @param payloadKeys the keys of its payloads; those of no group if they aren't known
public record GroupSnapshot(
        ByteString groupId,
        ByteString logId,
        long seq,
        ByteString head,
        long epoch,
        int handshakes,
        GroupPolicy policy,
        ByteString successorGroupId,
        ByteString groupContext,
        ByteString confirmationTag,
        int treeSize,
        Map<Integer, ByteString> nodes,
        List<PendingProposal> pending,
        List<EarlierEvent> recent,
        PayloadKeys payloadKeys) {
    /// Copies the collections.
    public GroupSnapshot {
        nodes = Map.copyOf(nodes);
        pending = List.copyOf(pending);
        recent = List.copyOf(recent);
    }

    /// The same with other keys.
    public GroupSnapshot with(PayloadKeys others) {
        return new GroupSnapshot(
                groupId,
                logId,
                seq,
                head,
                epoch,
                handshakes,
                policy,
                successorGroupId,
                groupContext,
                confirmationTag,
                treeSize,
                nodes,
                pending,
                recent,
                others);
    }

    /// A proposal that the next Commit may refer to.
    ///
    /// @param seq its event
    /// @param epoch the epoch that it belongs to
    /// @param proposalRef its ProposalRef; empty for a PrivateMessage
    /// @param proposal the MLSMessage exactly as it arrived
    public record PendingProposal(long seq, long epoch, ByteString proposalRef, ByteString proposal) {}
}
