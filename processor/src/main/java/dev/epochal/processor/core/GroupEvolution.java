package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.framing.WireFormat;
import dev.epochal.mls.validation.RefusedException;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.Erasures;
import dev.epochal.schema.history.PayloadKeyTree;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.CommitReported;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.PayloadKeys;
import dev.epochal.schema.record.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Takes accepted events into a group's state. The same function serves live traffic, replay and audit.
///
/// Signatures, lifetimes, limits and policy were judged when the event was decided and may be judged otherwise today;
/// all the rest is derived again and compared with what the event says. A difference is a defect or a damaged log.
public final class GroupEvolution {
    private static final GroupEvolution TRUSTING =
            new GroupEvolution(new Trust(), CanonicalHeader::isIntact, GroupEvolution::requireEqual);

    private final Scrutiny scrutiny;
    private final Predicate<GroupEvent> intact;
    private final Comparison comparison;

    private GroupEvolution(Scrutiny scrutiny, Predicate<GroupEvent> intact, Comparison comparison) {
        this.scrutiny = scrutiny;
        this.intact = intact;
        this.comparison = comparison;
    }

    /// Compares what an event says follows from its payload with what does.
    private interface Comparison {
        void require(Message recorded, Supplier<? extends Message> derived, String where);
    }

    /// An evolution that judges each event again as strictly as when it was decided, at the time of its acceptance:
    /// signatures, lifetimes, who submitted it, the group's policy. Only the server's own limits are left out.
    public static GroupEvolution judging(SignatureVerifier signatures) {
        return new GroupEvolution(new Audit(signatures), CanonicalHeader::isIntact, GroupEvolution::requireEqual);
    }

    /// The same for events that hold header and payload only, and whose payload hash and leaf hash the caller has
    /// computed and found right: what follows from the payload is derived, and there is nothing to compare it with.
    public static GroupEvolution deriving(SignatureVerifier signatures) {
        return new GroupEvolution(new Audit(signatures), GroupEvolution::isWhole, (_, _, _) -> {});
    }

    private static void requireEqual(Message recorded, Supplier<? extends Message> derived, String where) {
        Contradictions.requireEqual(recorded, derived.get(), where);
    }

    /// The hashes of an event that has its payload were compared; of one without it more is to be said.
    private static boolean isWhole(GroupEvent event) {
        return event.getHeader().getSenderRef().isEmpty() || CanonicalHeader.isIntact(event);
    }

    /// The state after an event.
    ///
    /// @param state the state before; empty if the event is the group's first
    /// @throws DamagedHistoryException if the event contradicts the state or itself
    public static GroupState evolve(Optional<GroupState> state, GroupEvent event) {
        return TRUSTING.after(state, event);
    }

    /// The state after an event.
    ///
    /// @param state the state before; empty if the event is the group's first
    /// @throws DamagedHistoryException if the event contradicts the state or itself, or should have been refused
    public GroupState after(Optional<GroupState> state, GroupEvent event) {
        return intact("event " + event.getHeader().getSeq(), () -> {
            DamagedHistoryException.require(
                    event.getBodyCase() != GroupEvent.BodyCase.BODY_NOT_SET, "a body that this version doesn't know");
            DamagedHistoryException.require(intact.test(event), "payload hash or leaf hash is wrong");
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
        return intact(
                "the stored state of event " + snapshot.seq(), () -> new StoredGroup(snapshot, Trust.WITNESS).state());
    }

    private GroupState begin(GroupEvent event) {
        EventHeader header = event.getHeader();
        DamagedHistoryException.require(event.hasGroupCreated(), "a history that doesn't begin with a creation");
        FoundedGroup founded = scrutiny.founded(event);
        checkLink(
                header,
                expected(header.getGroupId(), header.getLogId())
                        .setPreviousHead(CanonicalHeader.BEGINNING)
                        .build());
        DamagedHistoryException.require(
                Bytes.string(founded.group().context().groupId()).equals(header.getGroupId()),
                "the GroupInfo is another group's");
        comparison.require(event.getGroupCreated(), founded::body, "group_created");
        return new GroupState(
                new GroupState.Origin(
                        header.getGroupId(),
                        header.getLogId(),
                        StoredGroup.handshakes(event.getGroupCreated().getHandshakesValue())),
                Policies.inForce(event.getGroupCreated().getPolicy(), header.getSubmittedBy()),
                new GroupState.Chapter(founded.group(), List.of(), ByteString.EMPTY),
                new GroupState.Past(RecentEvents.startingWith(EarlierEvent.of(event)), payloadKeys(event)));
    }

    /// The root is told to the decider only: no event on the log has it.
    private static PayloadKeys payloadKeys(GroupEvent created) {
        ByteString root = created.getGroupCreated().getPayloadRoot();
        return root.isEmpty()
                ? PayloadKeys.getDefaultInstance()
                : PayloadKeyTree.of(created.getHeader().getGroupId(), root);
    }

    private GroupState extend(GroupState state, GroupEvent event) {
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
                state.past().with(event));
    }

    private GroupState.Chapter chapter(GroupState state, GroupEvent event) {
        return switch (event.getBodyCase()) {
            case COMMIT_ACCEPTED -> chapterAfter(state, event);
            case PROPOSAL_ACCEPTED -> chapterWith(state, event);
            case MESSAGE_ACCEPTED -> {
                // Of what was erased nobody can tell more than that it was there.
                if (!SealedEvents.isErased(event)) {
                    checkOutside(state, event.getMessageAccepted().getMessage(), ContentType.APPLICATION);
                    scrutiny.checkMessage(state, event);
                }
                yield state.chapter();
            }
            case POLICY_CHANGED -> {
                scrutiny.checkPolicy(state, event);
                yield state.chapter();
            }
            case COMMIT_REPORTED -> {
                CommitReported derived = scrutiny.report(state, event).body();
                comparison.require(event.getCommitReported(), () -> derived, "commit_reported");
                yield state.chapter();
            }
            case PAYLOADS_ERASED -> {
                DamagedHistoryException.require(
                        Erasures.areInOrder(
                                event.getPayloadsErased().getRangesList(),
                                event.getHeader().getSeq()),
                        "an erasure of what isn't there");
                scrutiny.checkErasure(state, event);
                yield state.chapter();
            }
            case GROUP_CREATED, BODY_NOT_SET -> throw new DamagedHistoryException("a second creation");
        };
    }

    private GroupState.Chapter chapterAfter(GroupState state, GroupEvent event) {
        CommitAccepted accepted = event.getCommitAccepted();
        checkOutside(state, accepted.getCommit(), ContentType.COMMIT);
        StagedBundle staged = scrutiny.staged(state, event);
        comparison.require(accepted, staged::body, "commit_accepted");
        return new GroupState.Chapter(staged.after(), List.of(), staged.successorGroupId());
    }

    private GroupState.Chapter chapterWith(GroupState state, GroupEvent event) {
        checkOutside(state, event.getProposalAccepted().getProposal(), ContentType.PROPOSAL);
        SubmittedProposal proposal = scrutiny.proposal(state, event);
        comparison.require(event.getProposalAccepted(), proposal::body, "proposal_accepted");
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

    /// What a message says on its outside holds for every kind of group.
    private static void checkOutside(GroupState state, ByteString message, ContentType contentType) {
        Envelope envelope = Envelope.of(Envelope.parse("The message", message));
        boolean inClear = state.isVerified() && contentType != ContentType.APPLICATION;
        DamagedHistoryException.require(
                Bytes.string(envelope.groupId()).equals(state.groupId()), "a message of another group");
        DamagedHistoryException.require(
                envelope.wireFormat() == (inClear ? WireFormat.PUBLIC_MESSAGE : WireFormat.PRIVATE_MESSAGE),
                "a message with another wire format than the group's");
        DamagedHistoryException.require(envelope.contentType() == contentType, "a message with another content");
        int order = Long.compareUnsigned(envelope.epoch(), state.epoch());
        DamagedHistoryException.require(
                order == 0 || (order < 0 && contentType == ContentType.APPLICATION), "a message of another epoch");
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
