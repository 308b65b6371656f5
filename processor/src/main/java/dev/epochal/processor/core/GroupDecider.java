package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.validation.RefusedException;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.PolicyChanged;
import java.util.Optional;

/// Decides what a command about a group leads to. A pure function: equal arguments, equal decision. Safe for use by
/// several threads.
///
/// Throws for no input of a client. A command without a body that this version knows is the server's own defect: it
/// throws `IllegalArgumentException`, and so does one without the ids that the server itself gives it.
public final class GroupDecider {
    private final Authenticity authenticity;
    private final Limits limits;

    /// A decider with the one port of the core, whom it trusts, and the limits.
    public GroupDecider(Authenticity authenticity, Limits limits) {
        this.authenticity = authenticity;
        this.limits = limits;
    }

    /// Decides: first whether the command has become a fact before, then step by step whether it can become one.
    ///
    /// @param state the group; empty if there is none
    public Decision<GroupEvent> decide(Optional<GroupState> state, GroupCommand command, Arrival arrival) {
        Verdicts verdicts = new Verdicts(command, arrival);
        try {
            Optional<EarlierEvent> repeated = new Repeats(state, command, arrival.earlier()).find();
            if (repeated.isPresent()) {
                boolean verified = state.filter(GroupState::isVerified).isPresent();
                return new Decision.Repeated<>(verdicts.receipt(repeated.get(), verified, true));
            }
            GroupEvent event = command.hasCreateGroup()
                    ? create(state, command, arrival)
                    : extend(state.orElseThrow(Refusals::unknownGroup), command, arrival);
            boolean verified = state.map(GroupState::isVerified).orElseGet(() -> isVerified(event));
            return new Decision.Accepted<>(event, verdicts.receipt(EarlierEvent.of(event), verified, false));
        } catch (RefusedSubmissionException e) {
            return new Decision.Refused<>(verdicts.refusal(e.refusal()));
        } catch (RefusedException e) {
            return new Decision.Refused<>(
                    verdicts.refusal(Refusals.invalid(e.refusal()).refusal()));
        }
    }

    private static boolean isVerified(GroupEvent created) {
        return created.getGroupCreated().getHandshakes() == Handshakes.HANDSHAKES_PUBLIC;
    }

    private GroupEvent create(Optional<GroupState> state, GroupCommand command, Arrival arrival) {
        if (state.isPresent()) {
            throw Refusals.groupExists();
        }
        FoundedGroup founded = FoundedGroup.of(command, limits, observer(1, arrival), RegisteredKeys.of(command));
        EventHeader.Builder header = header(command, arrival)
                .setLogId(command.getCreateGroup().getLogId())
                .setPreviousHead(CanonicalHeader.BEGINNING);
        return seal(header, GroupEvent.newBuilder().setGroupCreated(founded.body()));
    }

    private GroupEvent extend(GroupState state, GroupCommand command, Arrival arrival) {
        Observer observer = observer(limits.leavesMax(state.policy()), arrival);
        Submission submission =
                new Submission(state, command.getSubmittedBy(), limits, observer, RegisteredKeys.of(command));
        GroupEvent.Builder body = GroupEvent.newBuilder();
        switch (command.getBodyCase()) {
            case SUBMIT_COMMIT -> {
                ParsedCommit parsed = ParsedCommit.of(command.getSubmitCommit(), limits);
                AddressedCommit addressed = AddressedCommit.of(parsed, submission);
                StagedBundle staged = StagedBundle.of(addressed, submission);
                body.setCommitAccepted(PermittedCommit.of(staged, submission).body());
            }
            case SUBMIT_PROPOSAL ->
                body.setProposalAccepted(
                        SubmittedProposal.of(command.getSubmitProposal().getProposal(), submission)
                                .body());
            case SUBMIT_MESSAGE ->
                body.setMessageAccepted(
                        SubmittedMessage.of(command.getSubmitMessage().getMessage(), submission)
                                .body());
            case CHANGE_POLICY ->
                body.setPolicyChanged(
                        PolicyChanged.newBuilder().setPolicy(Policies.changed(command.getChangePolicy(), submission)));
            case ERASE_PAYLOADS ->
                body.setPayloadsErased(
                        SubmittedErasure.of(command.getErasePayloads(), submission, arrival.receivedAtMs()));
            case REPORT_COMMIT ->
                body.setCommitReported(
                        SubmittedReport.of(command.getReportCommit().getReport(), submission)
                                .body());
            case CREATE_GROUP, BODY_NOT_SET ->
                throw new IllegalArgumentException("A command without a body that this version knows");
        }
        EventHeader.Builder header = header(command, arrival)
                .setLogId(state.origin().logId())
                .setSeq(state.seq() + 1)
                .setEpochBefore(state.epoch())
                .setEpochAfter(body.hasCommitAccepted() ? state.epoch() + 1 : state.epoch())
                .setPreviousHead(state.head());
        return seal(header, body);
    }

    private Observer observer(int leavesMax, Arrival arrival) {
        return authenticity.observer(limits.rules(leavesMax), arrival.receivedAtSeconds());
    }

    private static EventHeader.Builder header(GroupCommand command, Arrival arrival) {
        return EventHeader.newBuilder()
                .setGroupId(command.getGroupId())
                .setAcceptedAtMs(arrival.receivedAtMs())
                .setSubmittedBy(command.getSubmittedBy())
                .setSubmissionId(command.getSubmissionId())
                .setCommand(arrival.command())
                .setIdempotencyKey(required(command.getIdempotencyKey()))
                .setBodyDigest(required(command.getBodyDigest()))
                .setPayloadSalt(required(command.getPayloadSalt()));
    }

    private static ByteString required(ByteString id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("A command without its key, digest or salt");
        }
        return id;
    }

    private static GroupEvent seal(EventHeader.Builder header, GroupEvent.Builder body) {
        return body.setHeader(CanonicalHeader.seal(header.build(), body.build()))
                .build();
    }
}
