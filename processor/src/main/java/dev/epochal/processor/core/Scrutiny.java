package dev.epochal.processor.core;

import dev.epochal.schema.record.GroupEvent;

/// How an accepted event is read again: what of it is taken on trust, and what is judged anew. Each method throws what
/// the decider refuses with.
interface Scrutiny {
    /// The group that a GroupCreated has begun.
    FoundedGroup founded(GroupEvent event);

    /// What a CommitAccepted leads to.
    StagedBundle staged(GroupState before, GroupEvent event);

    /// What a ProposalAccepted holds.
    SubmittedProposal proposal(GroupState before, GroupEvent event);

    /// What a CommitReported holds.
    SubmittedReport report(GroupState before, GroupEvent event);

    /// Judges a MessageAccepted.
    void checkMessage(GroupState before, GroupEvent event);

    /// Judges who has asked for a PayloadsErased.
    void checkErasure(GroupState before, GroupEvent event);

    /// Judges a PolicyChanged.
    void checkPolicy(GroupState before, GroupEvent event);
}
