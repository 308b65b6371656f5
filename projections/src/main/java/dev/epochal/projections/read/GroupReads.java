package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import java.util.List;
import java.util.Optional;

/// Groups as the projections have them. Safe for use by several threads; each call is one short query.
public interface GroupReads {
    /// The group's newest projected state.
    Optional<GroupRow> group(ByteString groupId);

    /// Whether the client has a leaf in the group's newest projected tree.
    boolean isMember(ByteString groupId, Identity identity);

    /// The groups that the client has a leaf in, by group id.
    List<GroupHead> groupsOf(Identity identity);

    /// The members in the order of their leaves.
    List<MemberRow> members(ByteString groupId);

    /// Events from `fromSeq` on in order, at most `limit`.
    List<GroupEvent> events(ByteString groupId, long fromSeq, int limit);

    /// The Commits that ended the epochs from `fromEpoch` on in order, at most `limit`.
    List<GroupEvent> commitsSince(ByteString groupId, long fromEpoch, int limit);

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
            ByteString groupInfo,
            long groupInfoSeq,
            long createdAt,
            long updatedAt) {}

    /// A member: a leaf and the identity in its credential.
    record MemberRow(int leafIndex, Identity identity, ByteString signatureKey) {}

    /// A proposal that the next Commit may refer to.
    record PendingProposal(long seq, long epoch, ByteString proposalRef, ByteString proposal) {}
}
