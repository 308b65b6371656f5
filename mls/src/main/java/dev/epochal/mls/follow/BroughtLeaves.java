package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.commit.ProposalOrRef;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.Update;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Member;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.UpdatePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The LeafNodes that a message brings along, as far as an observer can see them. Nothing of them is verified.
///
/// So an Authentication Service can be asked about all of them at once (RFC 9420 §5.3.1), before the message is judged.
/// What a Commit covers by reference came with its Proposal.
public final class BroughtLeaves {
    private BroughtLeaves() {}

    /// The leaves in the order in which they stand in the message.
    ///
    /// @throws dev.epochal.mls.codec.MalformedException if the tree of a GroupInfo can't be read
    public static List<LeafNode> of(MlsMessage message) {
        return switch (message) {
            case MlsMessage.OfPublicMessage(PublicMessage publicMessage, Octets _) ->
                of(publicMessage.content().content());
            case MlsMessage.OfGroupInfo(GroupInfo groupInfo, Octets _) ->
                groupInfo.ratchetTree().map(RatchetTree::members).orElse(List.of()).stream()
                        .map(Member::leafNode)
                        .toList();
            case MlsMessage.OfKeyPackage(KeyPackage keyPackage, Octets _) -> List.of(keyPackage.leafNode());
            case MlsMessage.OfPrivateMessage _, MlsMessage.OfWelcome _ -> List.of();
        };
    }

    private static List<LeafNode> of(Content content) {
        return switch (content) {
            case Content.OfCommit(Commit commit) -> of(commit);
            case Content.OfProposal(Proposal proposal) -> of(proposal).stream().toList();
            default -> List.of();
        };
    }

    /// The leaves that a Commit brings along: those of the proposals that stand in it, then the committer's.
    public static List<LeafNode> of(Commit commit) {
        List<LeafNode> leaves = new ArrayList<>();
        for (ProposalOrRef item : commit.proposals()) {
            if (item instanceof ProposalOrRef.ByValue(Proposal proposal)) {
                of(proposal).ifPresent(leaves::add);
            }
        }
        commit.path().map(UpdatePath::leafNode).ifPresent(leaves::add);
        return leaves;
    }

    /// The leaf of an Add or an Update.
    public static Optional<LeafNode> of(Proposal proposal) {
        return switch (proposal) {
            case Add(KeyPackage keyPackage) -> Optional.of(keyPackage.leafNode());
            case Update(LeafNode leafNode) -> Optional.of(leafNode);
            default -> Optional.empty();
        };
    }
}
