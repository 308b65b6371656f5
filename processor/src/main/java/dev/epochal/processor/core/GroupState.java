package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.follow.VerifiedProposal;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.TreeMath;
import dev.epochal.schema.history.Erasures;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.PayloadKeys;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.SeqRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A group after its newest event. Immutable; only [GroupEvolution] makes one.
///
/// | state | left by | to |
/// |---|---|---|
/// | none | GroupCreated | open |
/// | open | CommitAccepted | open, in the next epoch and without pending proposals |
/// | open | CommitAccepted of a ReInit | frozen: decides nothing more |
/// | open | ProposalAccepted, MessageAccepted, PolicyChanged, CommitReported | open, in the same epoch |
/// | open, frozen | PayloadsErased | the same, with fewer keys of payloads |
public final class GroupState {
    /// How many of its newest events a group remembers, to answer repeated submissions.
    public static final int RECENT_MAX = 512;

    private static final int MEMBER_WEIGHT = 1_300;
    private static final int EVENT_WEIGHT = 800;
    private static final int KEY_WEIGHT = 160;
    private static final int FIXED_WEIGHT = 4_096;

    private final Origin origin;
    private final GroupPolicy policy;
    private final Chapter chapter;
    private final Past past;

    GroupState(Origin origin, GroupPolicy policy, Chapter chapter, Past past) {
        this.origin = origin;
        this.policy = policy;
        this.chapter = chapter;
        this.past = past;
    }

    /// What is fixed when a group is created.
    record Origin(ByteString groupId, ByteString logId, Handshakes handshakes) {}

    /// What changes with handshakes.
    ///
    /// @param group the public state of the epoch
    /// @param pending the proposals of the epoch in order of arrival
    /// @param successorGroupId what a ReInit named; empty if the group is open
    record Chapter(PublicGroup group, List<Pending> pending, ByteString successorGroupId) {}

    /// What is kept of the events before.
    ///
    /// @param recent the newest of them
    /// @param payloadKeys what their payloads, and those to come, are sealed under; of no group if that isn't known
    record Past(RecentEvents recent, PayloadKeys payloadKeys) {
        Past with(GroupEvent event) {
            List<SeqRange> erased = event.getPayloadsErased().getRangesList();
            return new Past(
                    recent.without(erased).with(EarlierEvent.of(event)),
                    Erasures.without(payloadKeys, erased, event.getHeader().getSeq()));
        }
    }

    /// A proposal of the epoch.
    ///
    /// @param entry as it was accepted
    /// @param verified what was verified of it; empty for a PrivateMessage
    record Pending(GroupSnapshot.PendingProposal entry, Optional<VerifiedProposal> verified) {}

    /// The group's id.
    public ByteString groupId() {
        return origin.groupId();
    }

    /// The seq of the newest event.
    public long seq() {
        return recent().newest().seq();
    }

    /// The leaf hash of the newest event.
    public ByteString head() {
        return recent().newest().header().getLeafHash();
    }

    /// The epoch, unsigned.
    public long epoch() {
        return chapter.group().context().epoch();
    }

    /// The public state of the epoch.
    public PublicGroup group() {
        return chapter.group();
    }

    /// Where the newest event's command stands: commands of the same partition up to there have been decided.
    public Position lastCommand() {
        return recent().newest().header().getCommand();
    }

    /// Whether the memory holds every event, so that no repeated submission can be older than it. If not, the shell
    /// looks earlier ones up and tells them by [Arrival#earlier].
    public boolean recallsEverySubmission() {
        return recent().reachesBackToTheFirst();
    }

    /// The keys of the group's payloads; those of no group if they aren't known. For whoever writes events to the log.
    public PayloadKeys payloadKeys() {
        return past.payloadKeys();
    }

    /// About how many octets of memory the state takes.
    public long weight() {
        long pendingSize = chapter.pending().stream()
                .mapToLong(pending -> 3L * pending.entry().proposal().size())
                .sum();
        return FIXED_WEIGHT
                + (long) MEMBER_WEIGHT * chapter.group().leafCount()
                + (long) EVENT_WEIGHT * recent().events().size()
                + (long) KEY_WEIGHT * past.payloadKeys().getNodesCount()
                + pendingSize;
    }

    /// The state as values. [GroupEvolution#restore] makes it a state again.
    public GroupSnapshot snapshot() {
        PublicGroup group = chapter.group();
        return new GroupSnapshot(
                origin.groupId(),
                origin.logId(),
                seq(),
                head(),
                epoch(),
                origin.handshakes().getNumber(),
                policy,
                chapter.successorGroupId(),
                Bytes.string(group.context().bytes()),
                Bytes.string(group.confirmationTag()),
                TreeMath.nodeCount(group.leafCount()),
                nodes(group),
                chapter.pending().stream().map(Pending::entry).toList(),
                recent().events(),
                past.payloadKeys());
    }

    private static Map<Integer, ByteString> nodes(PublicGroup group) {
        Map<Integer, ByteString> nodes = new HashMap<>();
        List<Optional<Node>> all = group.ratchetTree().nodes();
        for (int i = 0; i < all.size(); i++) {
            int index = i;
            all.get(i).ifPresent(node -> nodes.put(index, Bytes.string(node.bytes())));
        }
        return nodes;
    }

    Origin origin() {
        return origin;
    }

    GroupPolicy policy() {
        return policy;
    }

    Chapter chapter() {
        return chapter;
    }

    Past past() {
        return past;
    }

    RecentEvents recent() {
        return past.recent();
    }

    boolean isVerified() {
        return origin.handshakes() == Handshakes.HANDSHAKES_PUBLIC;
    }

    boolean isFrozen() {
        return !chapter.successorGroupId().isEmpty();
    }

    boolean hasMember(Identity identity) {
        return group().hasMember(Identities.credential(identity));
    }

    List<VerifiedProposal> verifiedProposals() {
        return chapter.pending().stream()
                .flatMap(pending -> pending.verified().stream())
                .toList();
    }
}
