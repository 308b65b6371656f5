package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.follow.Rules;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.ProtocolVersion;
import dev.epochal.mls.proposal.ReInit;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.ParentNode;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.TreeMath;
import dev.epochal.mls.validation.RefusedException;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.SubmitCommit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes accepted events into a group's state. The same function serves live traffic, replay and audit.
///
/// Signatures, lifetimes, limits and policy were judged when the event was decided and may be judged otherwise today;
/// all the rest is derived again and compared with what the event says. A difference is a defect or a damaged log.
public final class GroupEvolution {
    private static final Observer WITNESS =
            new Observer((_, _, _, _) -> true, new Rules(Long.MAX_VALUE, false, TreeMath.LEAVES_MAX, true, false), 0);

    private GroupEvolution() {}

    /// The state after an event.
    ///
    /// @param state the state before; empty if the event is the group's first
    /// @throws DamagedHistoryException if the event contradicts the state or itself
    public static GroupState evolve(Optional<GroupState> state, GroupEvent event) {
        return intact("event " + event.getHeader().getSeq(), () -> {
            DamagedHistoryException.require(
                    event.getBodyCase() != GroupEvent.BodyCase.BODY_NOT_SET, "a body that this version doesn't know");
            DamagedHistoryException.require(CanonicalHeader.isIntact(event), "payload hash or leaf hash is wrong");
            if (state.isPresent()) {
                return extend(state.get(), event);
            }
            return begin(event);
        });
    }

    /// The state that was stored.
    ///
    /// @throws DamagedHistoryException if the values contradict each other
    public static GroupState restore(GroupSnapshot snapshot) {
        return intact("the stored state of event " + snapshot.seq(), () -> {
            checkStored(snapshot);
            PublicGroup group = PublicGroup.restore(
                            GroupContext.parse(Bytes.octets(snapshot.groupContext())),
                            tree(snapshot),
                            Bytes.octets(snapshot.confirmationTag()),
                            successor(snapshot))
                    .orThrow();
            DamagedHistoryException.require(
                    Bytes.string(group.context().groupId()).equals(snapshot.groupId()), "group_context has another id");
            DamagedHistoryException.require(
                    group.context().epoch() == snapshot.epoch(), "group_context has another epoch");
            GroupState.Origin origin =
                    new GroupState.Origin(snapshot.groupId(), snapshot.logId(), handshakes(snapshot.handshakes()));
            GroupState.Chapter chapter = new GroupState.Chapter(group, List.of(), snapshot.successorGroupId());
            RecentEvents recent = new RecentEvents(snapshot.recent());
            GroupState bare = new GroupState(origin, snapshot.policy(), chapter, recent);
            List<GroupState.Pending> pending = snapshot.pending().stream()
                    .map(entry -> pending(bare, entry))
                    .toList();
            return new GroupState(
                    origin,
                    snapshot.policy(),
                    new GroupState.Chapter(group, pending, snapshot.successorGroupId()),
                    recent);
        });
    }

    private static void checkStored(GroupSnapshot snapshot) {
        DamagedHistoryException.require(!snapshot.recent().isEmpty(), "the newest event is missing");
        EventHeader newest = snapshot.recent().getLast().header();
        DamagedHistoryException.require(newest.getSeq() == snapshot.seq(), "the newest event has another seq");
        DamagedHistoryException.require(
                newest.getLeafHash().equals(snapshot.head()), "the newest event isn't the head");
        DamagedHistoryException.require(
                newest.getEpochAfter() == snapshot.epoch(), "the newest event is of another epoch");
    }

    private static Handshakes handshakes(int number) {
        Handshakes handshakes = Handshakes.forNumber(number);
        if (handshakes != Handshakes.HANDSHAKES_PUBLIC && handshakes != Handshakes.HANDSHAKES_PRIVATE) {
            throw new DamagedHistoryException("handshakes travel in an unknown way");
        }
        return handshakes;
    }

    private static RatchetTree tree(GroupSnapshot snapshot) {
        int last = snapshot.nodes().keySet().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(-1);
        DamagedHistoryException.require(last < snapshot.treeSize(), "a node stands beyond the tree");
        List<Optional<Node>> nodes = new ArrayList<>(last + 1);
        for (int i = 0; i <= last; i++) {
            boolean isLeaf = TreeMath.isLeaf(i);
            nodes.add(Optional.ofNullable(snapshot.nodes().get(i)).map(bytes -> node(bytes, isLeaf)));
        }
        RatchetTree tree = new RatchetTree(nodes);
        DamagedHistoryException.require(
                !nodes.isEmpty() && tree.nodeCount() == snapshot.treeSize(), "the tree has another size");
        return tree;
    }

    private static Node node(ByteString bytes, boolean isLeaf) {
        Octets octets = Bytes.octets(bytes);
        return isLeaf
                ? Reader.whole(octets, "LeafNode", LeafNode::parse)
                : Reader.whole(octets, "ParentNode", ParentNode::parse);
    }

    /// Only the id of a successor is kept: nothing else of a ReInit is asked for once it has closed the group.
    private static Optional<ReInit> successor(GroupSnapshot snapshot) {
        return snapshot.successorGroupId().isEmpty()
                ? Optional.empty()
                : Optional.of(new ReInit(
                        Bytes.octets(snapshot.successorGroupId()), ProtocolVersion.MLS10, 0, Extensions.NONE));
    }

    private static GroupState.Pending pending(GroupState bare, GroupSnapshot.PendingProposal entry) {
        SubmittedProposal proposal = SubmittedProposal.ofAccepted(entry.proposal(), bare, WITNESS);
        DamagedHistoryException.require(
                proposal.body().getProposalRef().equals(entry.proposalRef()), "a pending proposal has another ref");
        return new GroupState.Pending(entry, proposal.verified());
    }

    private static GroupState begin(GroupEvent event) {
        EventHeader header = event.getHeader();
        DamagedHistoryException.require(event.hasGroupCreated(), "a history that doesn't begin with a creation");
        FoundedGroup founded = FoundedGroup.ofAccepted(event.getGroupCreated(), WITNESS);
        checkLink(
                header,
                expected(header.getGroupId(), header.getLogId())
                        .setPreviousHead(CanonicalHeader.BEGINNING)
                        .build());
        DamagedHistoryException.require(
                Bytes.string(founded.group().context().groupId()).equals(header.getGroupId()),
                "the GroupInfo is another group's");
        Contradictions.requireEqual(event.getGroupCreated(), founded.body(), "group_created");
        return new GroupState(
                new GroupState.Origin(
                        header.getGroupId(),
                        header.getLogId(),
                        handshakes(event.getGroupCreated().getHandshakesValue())),
                Policies.inForce(event.getGroupCreated().getPolicy(), header.getSubmittedBy()),
                new GroupState.Chapter(founded.group(), List.of(), ByteString.EMPTY),
                RecentEvents.startingWith(EarlierEvent.of(event)));
    }

    private static GroupState extend(GroupState state, GroupEvent event) {
        EventHeader header = event.getHeader();
        checkLink(
                header,
                expected(state.groupId(), state.origin().logId())
                        .setSeq(state.seq() + 1)
                        .setEpochBefore(state.epoch())
                        .setEpochAfter(event.hasCommitAccepted() ? state.epoch() + 1 : state.epoch())
                        .setPreviousHead(state.head())
                        .build());
        checkOrder(state.lastCommand(), header.getCommand());
        return new GroupState(
                state.origin(),
                event.hasPolicyChanged()
                        ? Policies.inForce(event.getPolicyChanged().getPolicy(), header.getSubmittedBy())
                        : state.policy(),
                chapter(state, event),
                state.recent().with(EarlierEvent.of(event)));
    }

    private static GroupState.Chapter chapter(GroupState state, GroupEvent event) {
        return switch (event.getBodyCase()) {
            case COMMIT_ACCEPTED -> chapterAfter(state, event.getCommitAccepted());
            case PROPOSAL_ACCEPTED -> chapterWith(state, event);
            case MESSAGE_ACCEPTED, POLICY_CHANGED -> state.chapter();
            case GROUP_CREATED, BODY_NOT_SET -> throw new DamagedHistoryException("a second creation");
        };
    }

    private static GroupState.Chapter chapterAfter(GroupState state, CommitAccepted accepted) {
        SubmitCommit submission = SubmitCommit.newBuilder()
                .setCommit(accepted.getCommit())
                .setWelcome(accepted.getWelcome())
                .setGroupInfo(accepted.getGroupInfo())
                .build();
        StagedBundle staged = StagedBundle.ofAccepted(
                ParsedCommit.ofAccepted(submission), state, WITNESS, accepted.getTakenOnTrustCount() > 0);
        Contradictions.requireEqual(accepted, staged.body(), "commit_accepted");
        return new GroupState.Chapter(staged.after(), List.of(), accepted.getSuccessorGroupId());
    }

    private static GroupState.Chapter chapterWith(GroupState state, GroupEvent event) {
        SubmittedProposal proposal =
                SubmittedProposal.ofAccepted(event.getProposalAccepted().getProposal(), state, WITNESS);
        Contradictions.requireEqual(event.getProposalAccepted(), proposal.body(), "proposal_accepted");
        List<GroupState.Pending> pending = new ArrayList<>(state.chapter().pending());
        pending.add(new GroupState.Pending(
                new GroupSnapshot.PendingProposal(
                        event.getHeader().getSeq(),
                        state.epoch(),
                        proposal.body().getProposalRef(),
                        proposal.body().getProposal()),
                proposal.verified()));
        return new GroupState.Chapter(
                state.group(), List.copyOf(pending), state.chapter().successorGroupId());
    }

    private static EventHeader.Builder expected(ByteString groupId, ByteString logId) {
        return EventHeader.newBuilder().setGroupId(groupId).setLogId(logId);
    }

    /// Compares what links an event to the one before.
    private static void checkLink(EventHeader header, EventHeader expected) {
        EventHeader link = EventHeader.newBuilder()
                .setGroupId(header.getGroupId())
                .setLogId(header.getLogId())
                .setSeq(header.getSeq())
                .setEpochBefore(header.getEpochBefore())
                .setEpochAfter(header.getEpochAfter())
                .setPreviousHead(header.getPreviousHead())
                .build();
        Contradictions.requireEqual(link, expected, "header");
    }

    /// A group's commands all come from one partition, in order.
    private static void checkOrder(Position before, Position after) {
        DamagedHistoryException.require(
                before.getPartition() == after.getPartition() && before.getOffset() < after.getOffset(),
                "header.command doesn't come after that of the event before");
    }

    private static GroupState intact(String where, Supplier<GroupState> derivation) {
        try {
            return derivation.get();
        } catch (DamagedHistoryException e) {
            throw new DamagedHistoryException(where + ": " + e.getMessage(), e);
        } catch (RefusedSubmissionException | RefusedException | MalformedException | IllegalArgumentException e) {
            throw new DamagedHistoryException(where + " was accepted and is not acceptable: " + e.getMessage(), e);
        }
    }
}
