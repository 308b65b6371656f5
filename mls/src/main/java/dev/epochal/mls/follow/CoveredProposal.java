package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.proposal.Proposal;
import java.util.Optional;

/// A proposal that a Commit covers.
///
/// @param ref its `ProposalRef`, if it is covered by reference
/// @param sender who proposes it; the committer if it is covered by value
/// @param proposal what is proposed
public record CoveredProposal(Optional<Octets> ref, Sender sender, Proposal proposal) {}
