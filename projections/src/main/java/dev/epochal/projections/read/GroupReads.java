package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Groups as the projections have them. Safe for use by several threads; each call is one short query.
public interface GroupReads extends HistoryReads, ReportReads {
    /// The group's newest projected state.
    Optional<GroupRow> group(ByteString groupId);

    /// Whether the client has a leaf in the group's newest projected tree.
    boolean isMember(ByteString groupId, Identity identity);

    /// The stays of the client in the group, oldest first.
    List<Stay> stays(ByteString groupId, Identity identity);

    /// The GroupInfo of the newest epoch (RFC 9420, section 12.4.3), with the policy that says who may have it.
    Optional<GroupInfoRow> groupInfo(ByteString groupId);

    /// The groups that the client has a leaf in, by group id.
    List<GroupHead> groupsOf(Identity identity);

    /// The members in the order of their leaves.
    List<MemberRow> members(ByteString groupId);

    @Override
    default long length(ByteString groupId) {
        return group(groupId).map(row -> row.seq() + 1).orElse(0L);
    }

    /// The Commits that ended the epochs from `fromEpoch` on in order, at most `limit`.
    List<GroupEvent> commitsSince(ByteString groupId, long fromEpoch, int limit);

    /// The event that began the epoch: the Commit that led to it, or the group's creation.
    Optional<GroupEvent> beginning(ByteString groupId, long epoch);

    /// The outline of the Commit that led to the epoch; empty if none did. The read model has it beside the Commit, so
    /// that it costs the same however large that is.
    default Optional<CommitOutline> commitOutline(ByteString groupId, long epoch) {
        return beginning(groupId, epoch).filter(GroupEvent::hasCommitAccepted).map(CommitOutline::of);
    }

    /// The tree of the newest epoch.
    Optional<HeadTree> headTree(ByteString groupId);

    /// The epochs that had the tree with this hash, newest first, at most 100. A Commit may leave the tree as it is.
    List<Long> epochsOfTree(ByteString groupId, ByteString treeHash);

    /// How many events the group had before a time, in milliseconds since 1970: the seq of the first one not before it.
    long eventsBefore(ByteString groupId, long acceptedAtMs);

    /// Groups with payloads of messages that were accepted before a time, in milliseconds since 1970.
    List<Aged> agedPayloads(long acceptedBefore, int limit);

    /// A group with payloads that are old.
    ///
    /// @param behind the seq of the first event that isn't
    record Aged(ByteString groupId, long behind) {}

    /// The event that accepted a submission with this idempotency key, if there is one.
    Optional<GroupEvent> byIdempotencyKey(ByteString groupId, ByteString idempotencyKey);

    /// The proposals of the current epoch, in order of arrival.
    List<PendingProposal> pendingProposals(ByteString groupId);

    /// A group's position in its history.
    record GroupHead(ByteString groupId, long epoch, long seq) {}

    /// The state of a group after event `seq`. Times are milliseconds since 1970.
    record GroupRow(
            ByteString groupId,
            long seq,
            ByteString head,
            long epoch,
            int handshakes,
            int cipherSuite,
            ByteString treeHash,
            ByteString confirmedTranscriptHash,
            long createdAt,
            long updatedAt) {}

    /// The policy in force; without any rule if there is no such group.
    GroupPolicy policy(ByteString groupId);

    /// MLSMessage(mls_group_info) of `epoch`, which came with event `seq`.
    record GroupInfoRow(long seq, long epoch, ByteString groupInfo, GroupPolicy policy) {}

    /// The ratchet tree of the newest epoch.
    ///
    /// @param nodes the non-blank nodes by index: exact bytes of a LeafNode (even) or ParentNode (odd)
    record HeadTree(long epoch, ByteString treeHash, Map<Integer, ByteString> nodes) {}

    /// A member: a leaf and the identity in its credential.
    record MemberRow(int leafIndex, Identity identity, ByteString signatureKey) {}

    /// A proposal that the next Commit may refer to.
    record PendingProposal(long seq, long epoch, ByteString proposalRef, ByteString proposal) {}
}
