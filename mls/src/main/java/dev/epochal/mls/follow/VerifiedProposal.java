package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.proposal.Proposal;

/// A proposal that was sent by itself and passed all checks in the current epoch of its group, so that a Commit
/// of that epoch may cover it by reference. Only [Observer#verifyProposal] makes one.
public final class VerifiedProposal {
    private final Octets ref;
    private final Octets groupId;
    private final long epoch;
    private final Sender sender;
    private final Proposal proposal;

    VerifiedProposal(Octets ref, Octets groupId, long epoch, Sender sender, Proposal proposal) {
        this.ref = ref;
        this.groupId = groupId;
        this.epoch = epoch;
        this.sender = sender;
        this.proposal = proposal;
    }

    /// The `ProposalRef` by which a Commit covers it.
    public Octets ref() {
        return ref;
    }

    /// The group it was sent in.
    public Octets groupId() {
        return groupId;
    }

    /// The epoch it was sent in, unsigned.
    public long epoch() {
        return epoch;
    }

    /// Who sent it.
    public Sender sender() {
        return sender;
    }

    /// What is proposed.
    public Proposal proposal() {
        return proposal;
    }

    @Override
    public String toString() {
        return "VerifiedProposal[" + ref + "]";
    }
}
