package dev.epochal.client;

/// A Proposal that a Commit of the current epoch can name.
///
/// @param seq its event's number in the group
/// @param epoch the epoch for which it was made
/// @param proposal MLSMessage with the Proposal, as submitted
/// @param proposalRef its ProposalRef (RFC 9420 §5.2)
public record LiveProposal(long seq, long epoch, Octets proposal, Octets proposalRef) {}
