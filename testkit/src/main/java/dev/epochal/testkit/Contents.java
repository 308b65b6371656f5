package dev.epochal.testkit;

import dev.epochal.client.Octets;
import org.bouncycastle.mls.codec.AuthenticatedContent;
import org.bouncycastle.mls.codec.ProposalType;

/// Reads what a handshake message holds.
final class Contents {
    private Contents() {}

    /// The leaf that a Proposal removes; -1 if it removes none.
    static int removedLeaf(AuthenticatedContent content) {
        var proposal = content.getContent().getProposal();
        return proposal.getProposalType() == ProposalType.REMOVE
                ? proposal.getRemove().removed.value()
                : -1;
    }

    /// The ProposalRef (RFC 9420 §5.2).
    static Octets proposalRef(AuthenticatedContent content) throws Exception {
        return Octets.of(Bcmls.SUITE.refHash(Bcmls.encode(content).toArray(), "MLS 1.0 Proposal Reference"));
    }
}
