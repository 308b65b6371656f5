package dev.epochal.processor.core;

import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.follow.Observer;
import dev.epochal.schema.record.ChangePolicy;
import dev.epochal.schema.record.CreateGroup;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupCreated;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;

/// Judges an event anew as the decider did, at the time of its acceptance: signatures, lifetimes, who submitted it,
/// the group's policy. Only what differs from server to server is left out (limits, and which certificates are
/// trusted), and what the directory said, which stands in the command.
final class Audit implements Scrutiny {
    private static final Limits LIMITS = Limits.boundless();

    private final SignatureVerifier signatures;

    Audit(SignatureVerifier signatures) {
        this.signatures = signatures;
    }

    @Override
    public FoundedGroup founded(GroupEvent event) {
        GroupCreated created = event.getGroupCreated();
        GroupCommand command = GroupCommand.newBuilder()
                .setGroupId(event.getHeader().getGroupId())
                .setSubmittedBy(event.getHeader().getSubmittedBy())
                .setCreateGroup(CreateGroup.newBuilder()
                        .setGroupInfo(created.getGroupInfo())
                        .setHandshakesValue(created.getHandshakesValue())
                        .setPolicy(created.getPolicy())
                        .setPayloadRoot(created.getPayloadRoot()))
                .build();
        return FoundedGroup.of(command, LIMITS, observer(1, event.getHeader()), RegisteredKeys.onTrust());
    }

    @Override
    public StagedBundle staged(GroupState before, GroupEvent event) {
        Submission submission = submission(before, event.getHeader());
        ParsedCommit parsed = ParsedCommit.of(Trust.submission(event.getCommitAccepted()), LIMITS);
        StagedBundle staged = StagedBundle.of(AddressedCommit.of(parsed, submission), submission);
        PermittedCommit.check(staged, submission);
        return staged;
    }

    @Override
    public SubmittedProposal proposal(GroupState before, GroupEvent event) {
        return SubmittedProposal.of(event.getProposalAccepted().getProposal(), submission(before, event.getHeader()));
    }

    @Override
    public SubmittedReport report(GroupState before, GroupEvent event) {
        return SubmittedReport.of(event.getCommitReported().getReport(), submission(before, event.getHeader()));
    }

    @Override
    public void checkMessage(GroupState before, GroupEvent event) {
        SubmittedMessage.check(event.getMessageAccepted().getMessage(), submission(before, event.getHeader()));
    }

    @Override
    public void checkErasure(GroupState before, GroupEvent event) {
        SubmittedErasure.checkRight(event.getPayloadsErased().getByOperator(), submission(before, event.getHeader()));
    }

    @Override
    public void checkPolicy(GroupState before, GroupEvent event) {
        GroupPolicy policy = event.getPolicyChanged().getPolicy();
        Submission submission = submission(before, event.getHeader());
        GroupPolicy judged =
                Policies.changed(ChangePolicy.newBuilder().setPolicy(policy).build(), submission);
        Contradictions.requireEqual(policy, judged, "policy_changed.policy");
    }

    private Submission submission(GroupState before, EventHeader header) {
        return new Submission(
                before,
                header.getSubmittedBy(),
                LIMITS,
                observer(LIMITS.leavesMax(before.policy()), header),
                RegisteredKeys.onTrust());
    }

    private Observer observer(int leavesMax, EventHeader header) {
        return new Observer(
                signatures, LIMITS.rules(leavesMax), Math.floorDiv(header.getAcceptedAtMs(), Arrival.SECOND_MS));
    }
}
