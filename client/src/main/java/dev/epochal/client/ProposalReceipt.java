package dev.epochal.client;

/// The receipt of a Proposal.
///
/// @param receipt the event's receipt
/// @param proposalRef the ProposalRef by which a Commit names it (RFC 9420 §5.2)
public record ProposalReceipt(Receipt receipt, Octets proposalRef) {}
