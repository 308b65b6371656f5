package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.commit.ProposalOrRef;
import dev.epochal.mls.follow.VerifiedProposal;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.framing.WireFormat;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.proposal.SelfRemove;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.UpdatePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Commit that is for this group in its present epoch, from this caller, and refers to what the group has. Nothing
/// of it is verified.
final class AddressedCommit {
    private final ParsedCommit parsed;

    private AddressedCommit(ParsedCommit parsed) {
        this.parsed = parsed;
    }

    ParsedCommit parsed() {
        return parsed;
    }

    /// Checks where the Commit belongs, in this order: group, wire format, content type, membership, freeze, epoch,
    /// sender, proposals, number of members.
    static AddressedCommit of(ParsedCommit parsed, Submission submission) {
        boolean inClear = submission.state().isVerified();
        parsed.envelope()
                .checkOutside(
                        submission.state(),
                        inClear ? WireFormat.PUBLIC_MESSAGE : WireFormat.PRIVATE_MESSAGE,
                        ContentType.COMMIT,
                        submission.limits());
        if (parsed.message() instanceof MlsMessage.OfPublicMessage(PublicMessage message, Octets _)
                && message.content().content() instanceof Content.OfCommit(Commit commit)) {
            new InClear(submission, message.content().sender(), commit).check(parsed.envelope());
        } else {
            checkSealed(parsed, submission);
        }
        return new AddressedCommit(parsed);
    }

    /// Of a PrivateMessage only the epoch can be seen. The GroupInfo's tree says how many members there will be.
    private static void checkSealed(ParsedCommit parsed, Submission submission) {
        Envelope.checkMember(submission.state(), submission.caller());
        Envelope.checkOpen(submission.state());
        parsed.envelope().checkEpoch(submission.state(), 0);
        RatchetTree tree = GroupInfos.tree(parsed.groupInfo().whole());
        checkLeaves(submission, tree.members().size());
    }

    private static void checkLeaves(Submission submission, long members) {
        int max = submission.limits().leavesMax(submission.state().policy());
        submission.limits().checkSize("leaves", members, max);
    }

    /// The checks of a Commit that can be read.
    private record InClear(Submission submission, Sender sender, Commit commit) {
        void check(Envelope envelope) {
            GroupState state = submission.state();
            if (sender instanceof Sender.NewMemberCommit) {
                PolicyRule.EXTERNAL_JOIN.require(state, submission.caller());
            } else {
                Envelope.checkMember(state, submission.caller());
            }
            Envelope.checkOpen(state);
            envelope.checkEpoch(state, 0);
            checkSender();
            checkMembers(covered());
        }

        /// The leaf of a Commit that is none by a member is checked when it is staged.
        private void checkSender() {
            Optional<LeafNode> leaf = switch (sender) {
                case Sender.Member(long leafIndex) -> submission.state().group().leaf(leafIndex);
                case Sender.NewMemberCommit _ -> commit.path().map(UpdatePath::leafNode);
                case Sender.External _, Sender.NewMemberProposal _ -> Optional.empty();
            };
            leaf.ifPresent(present -> {
                if (!Identities.require(present).equals(submission.caller())) {
                    throw Refusals.senderMismatch("The leaf that sent the Commit");
                }
            });
        }

        private List<Proposal> covered() {
            Map<Octets, Proposal> pending = new HashMap<>();
            for (VerifiedProposal proposal : submission.state().verifiedProposals()) {
                pending.put(proposal.ref(), proposal.proposal());
            }
            List<Proposal> covered = new ArrayList<>();
            List<ByteString> missing = new ArrayList<>();
            for (ProposalOrRef item : commit.proposals()) {
                switch (item) {
                    case ProposalOrRef.ByValue(Proposal proposal) -> covered.add(proposal);
                    case ProposalOrRef.ByReference(Octets ref) ->
                        Optional.ofNullable(pending.get(ref))
                                .ifPresentOrElse(covered::add, () -> missing.add(Bytes.string(ref)));
                }
            }
            if (!missing.isEmpty()) {
                throw Refusals.unknownProposal(missing);
            }
            return covered;
        }

        private void checkMembers(List<Proposal> covered) {
            long members = submission.state().group().memberCount();
            members += sender instanceof Sender.NewMemberCommit ? 1 : 0;
            for (Proposal proposal : covered) {
                members += switch (proposal) {
                    case Add _ -> 1;
                    case Remove _, SelfRemove _ -> -1;
                    default -> 0;
                };
            }
            if (members > submission.state().group().memberCount()) {
                checkLeaves(submission, members);
            }
        }
    }
}
