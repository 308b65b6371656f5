package dev.epochal.client;

import java.util.List;

/// What an external Commit needs.
///
/// @param epoch the epoch that the Commit would end
/// @param headSeq the seq of the group's newest event
/// @param groupInfo MLSMessage(mls_group_info) of the epoch, with external_pub
/// @param ratchetTree the contents of the ratchet_tree extension; empty if the GroupInfo brings it along
/// @param selfRemoves the SelfRemove proposals that the Commit has to name
public record ExternalJoin(
        long epoch, long headSeq, Octets groupInfo, Octets ratchetTree, List<SelfRemove> selfRemoves) {
    /// A member that wants to leave.
    ///
    /// @param seq the event of its proposal
    /// @param proposal MLSMessage with the proposal
    /// @param proposalRef its ProposalRef
    public record SelfRemove(long seq, Octets proposal, Octets proposalRef) {}
}
