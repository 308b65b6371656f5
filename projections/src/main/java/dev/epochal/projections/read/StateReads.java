package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.PayloadKeys;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whole states from which a processor goes on with groups and users that it does not hold in memory.
///
/// The caller waits with [ReadPositions] until the projections have reached the point from which it continues, and
/// reads [#at] that point; a state is then exact. One call reads all of its answer in one snapshot. Safe for use by
/// several threads.
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
    ///
    /// @param recentMax how many of a user's newest events are told in `recent`
    /// @param claimsMax how many of the newest claims are told in `claims`
    Map<String, StoredUser> users(Collection<String> users, int recentMax, int claimsMax);

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
    /// @param payloadKeys the keys of its payloads; those of no group as long as they aren't projected
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
            List<StoredEvent> recent,
            PayloadKeys payloadKeys) {}

    /// What a receipt needs of an event.
    ///
    /// @param header without group id, log id, salt and payload hash
    /// @param kind the field number of the event's body
    /// @param proposalRef of a Proposal in a PublicMessage; else empty
    record StoredEvent(EventHeader header, int kind, ByteString proposalRef) {}

    /// The directory entries of a user after event `seq`.
    ///
    /// @param clients all that ever registered
    /// @param keyPackages all that were ever published, in the order of publication
    /// @param claims the newest claims of the user's KeyPackages, oldest first
    /// @param recent the newest events as they stand on the log, oldest first
    record StoredUser(
            String user,
            long seq,
            List<StoredClient> clients,
            List<StoredKeyPackage> keyPackages,
            List<StoredClaim> claims,
            List<ByteString> recent) {}

    /// A claim of a user's KeyPackages: when in milliseconds since 1970, and by which user.
    record StoredClaim(long atMs, String user) {}

    /// A client that registered; without keys if it was removed.
    record StoredClient(String client, List<ByteString> signatureKeys, boolean removed) {}

    /// A published KeyPackage.
    ///
    /// @param inStock whether it can be claimed as long as it is in time
    /// @param keyPackage empty unless it is in stock or one of the newest events claimed it
    record StoredKeyPackage(
            ByteString ref,
            ByteString initKey,
            ByteString encryptionKey,
            String client,
            boolean inStock,
            ByteString keyPackage) {}
}
