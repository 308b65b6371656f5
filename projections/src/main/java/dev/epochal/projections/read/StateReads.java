package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Identity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whole states from which a processor goes on with groups and users that it does not hold in memory.
///
/// The caller waits with [ReadPositions] until the projections have reached the point from which it continues, and
/// reads
/// [#at] that point; a state is then exact. One call reads all of its answer in one snapshot. Safe for use by several
/// threads.
public interface StateReads {
    /// The same, but each answer comes from a snapshot that has reached this point. To have asked for the position
    /// before isn't enough: a database that was restored may have gone back since.
    ///
    /// What it returns throws [ReadPointMissedException] if the point isn't reached.
    StateReads at(ReadPoint point);

    /// The states of those groups that exist.
    ///
    /// @param recentMax how many of a group's newest events are told in `recent`
    Map<ByteString, StoredGroup> groups(Collection<ByteString> groupIds, int recentMax);

    /// The entries of those users that have any.
    Map<String, StoredUser> users(Collection<String> users, int recentMax);

    /// The events that accepted submissions with one of these idempotency keys or body digests, however old.
    List<StoredEvent> earlier(
            ByteString groupId, Collection<ByteString> idempotencyKeys, Collection<ByteString> digests);

    /// Which of these record keys (group ids, or UTF-8 of users) have a state that stopped before records that
    /// contradict it. Nothing may be decided on such a state.
    default Set<ByteString> halted(Topic topic, Collection<ByteString> keys) {
        return Set.of();
    }

    /// The state of a group after event `seq`.
    ///
    /// @param nodes the non-blank nodes by index: exact bytes of a LeafNode (even) or ParentNode (odd)
    /// @param treeSize number of nodes of the full tree, blank ones included
    /// @param successorGroupId what a ReInit named; empty if the group is open
    /// @param pending the proposals of the current epoch in order of arrival
    /// @param recent the newest events, oldest first
    record StoredGroup(
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
            List<GroupReads.PendingProposal> pending,
            List<StoredEvent> recent) {}

    /// What a receipt needs of an event.
    ///
    /// @param header without group id, log id, salt and payload hash
    /// @param kind the field number of the event's body
    /// @param proposalRef of a Proposal in a PublicMessage; else empty
    record StoredEvent(EventHeader header, int kind, ByteString proposalRef) {}

    /// The directory entries of a user after event `seq`.
    ///
    /// @param keyPackages all that were ever published, in the order of publication
    /// @param recent the newest events, oldest first
    record StoredUser(String user, long seq, List<StoredKeyPackage> keyPackages, List<StoredDirectoryEvent> recent) {}

    /// A published KeyPackage.
    ///
    /// @param claimedBy who claimed it; the default instance if nobody did
    record StoredKeyPackage(
            ByteString ref,
            String client,
            int cipherSuite,
            long notAfter,
            ByteString keyPackage,
            boolean claimed,
            Identity claimedBy) {}

    /// What a repeated answer needs of a directory event: the DirectoryEvent as it stands on the log.
    record StoredDirectoryEvent(ByteString idempotencyKey, ByteString bodyDigest, ByteString event) {}
}
