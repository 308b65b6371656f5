package dev.epochal.processor.core;

import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.Rules;
import dev.epochal.mls.tree.TreeMath;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.SubmitCommit;

/// Takes signatures, lifetimes, limits and policy on trust: they were judged when the event was decided, and may be
/// judged otherwise today.
final class Trust implements Scrutiny {
    static final Observer WITNESS =
            new Observer((_, _, _, _) -> true, new Rules(Long.MAX_VALUE, false, TreeMath.LEAVES_MAX, true, false), 0);

    @Override
    public FoundedGroup founded(GroupEvent event) {
        return FoundedGroup.ofAccepted(event.getGroupCreated(), WITNESS);
    }

    @Override
    public StagedBundle staged(GroupState before, GroupEvent event) {
        CommitAccepted accepted = event.getCommitAccepted();
        return StagedBundle.ofAccepted(
                ParsedCommit.ofAccepted(submission(accepted)), before, WITNESS, accepted.getTakenOnTrustCount() > 0);
    }

    static SubmitCommit submission(CommitAccepted accepted) {
        return SubmitCommit.newBuilder()
                .setCommit(accepted.getCommit())
                .setWelcome(accepted.getWelcome())
                .setGroupInfo(accepted.getGroupInfo())
                .build();
    }

    @Override
    public SubmittedProposal proposal(GroupState before, GroupEvent event) {
        return SubmittedProposal.ofAccepted(event.getProposalAccepted().getProposal(), before, WITNESS);
    }

    @Override
    public SubmittedReport report(GroupState before, GroupEvent event) {
        return SubmittedReport.ofAccepted(event.getCommitReported().getReport(), before);
    }

    @Override
    public void checkMessage(GroupState before, GroupEvent event) {
        // Nothing of it is derived.
    }

    @Override
    public void checkErasure(GroupState before, GroupEvent event) {
        // Nothing of it is derived.
    }

    @Override
    public void checkPolicy(GroupState before, GroupEvent event) {
        // Nothing of it is derived.
    }
}
