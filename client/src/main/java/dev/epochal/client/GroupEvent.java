package dev.epochal.client;

import java.time.Instant;
import java.util.List;

/// A fact in a group's history.
public sealed interface GroupEvent {
    /// What each event has.
    Header header();

    /// The event's number in the group, from 0 without a gap.
    default long seq() {
        return header().seq();
    }

    /// What each event has.
    ///
    /// @param seq its number in the group
    /// @param type the name of its kind, such as `commit`
    /// @param epoch the group's epoch before it
    /// @param epochAfter the group's epoch after it
    /// @param acceptedAt the log's time of its command
    /// @param leafHash its hash in the group's chain
    /// @param previousHead the leaf hash of the event before; 32 zero bytes for the first
    /// @param payloadHash the salted hash of its payload, which the leaf hash commits to
    /// @param salt the salt of that hash
    /// @param command where its command lies in the log
    record Header(
            long seq,
            String type,
            long epoch,
            long epochAfter,
            Instant acceptedAt,
            Octets leafHash,
            Octets previousHead,
            Octets payloadHash,
            Octets salt,
            Position command) {}

    /// The group began.
    ///
    /// @param header what each event has
    /// @param groupInfo MLSMessage(mls_group_info) of epoch 0
    record GroupCreated(Header header, Octets groupInfo) implements GroupEvent {}

    /// A Proposal was accepted for the epoch.
    ///
    /// @param header what each event has
    /// @param proposal MLSMessage with the Proposal
    /// @param proposalRef its ProposalRef
    /// @param sender the proposer's leaf
    record ProposalAccepted(Header header, Octets proposal, Octets proposalRef, int sender) implements GroupEvent {}

    /// A Commit won its epoch.
    ///
    /// @param header what each event has
    /// @param commit MLSMessage with the Commit
    /// @param committer the committer's leaf
    /// @param treeHash the tree hash of the new epoch
    /// @param confirmedTranscriptHash the confirmed transcript hash of the new epoch
    /// @param added who became a member
    /// @param removed who ceased to be one
    record CommitAccepted(
            Header header,
            Octets commit,
            int committer,
            Octets treeHash,
            Octets confirmedTranscriptHash,
            List<Member> added,
            List<Member> removed)
            implements GroupEvent {}

    /// An application message was accepted.
    ///
    /// @param header what each event has
    /// @param message MLSMessage(PrivateMessage)
    record MessageAccepted(Header header, Octets message) implements GroupEvent {}

    /// An application message was accepted, and its payload was erased since.
    ///
    /// @param header what each event has; its salt is empty
    record MessageErased(Header header) implements GroupEvent {}

    /// The payloads of application messages were erased.
    ///
    /// @param header what each event has
    /// @param ranges which events were named; others than messages among them are as they were
    /// @param by who wanted it: `administrator` of the group, `operator` of the server, or `retention`
    /// @param reason why, as whoever asked for it says
    record PayloadsErased(Header header, List<Range> ranges, String by, String reason) implements GroupEvent {}

    /// Events by their seq: from the first one to the one before `behind`.
    record Range(long first, long behind) {}

    /// A member reported what became of a Commit.
    ///
    /// @param header what each event has
    /// @param report the signed report
    /// @param leafIndex the member's leaf
    /// @param epoch the epoch that the Commit led to
    /// @param applied whether the member is in that epoch
    record CommitReported(Header header, Octets report, int leafIndex, long epoch, boolean applied)
            implements GroupEvent {}

    /// An event of a kind that this version of the client does not know.
    ///
    /// @param header what each event has
    record Unrecognised(Header header) implements GroupEvent {}
}
