package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.commit.ProposalOrRef;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.framing.AuthenticatedContent;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.Update;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.UpdatePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Signs structs anew after a change of one field, as the one who sent them would; unless the signature itself is what
/// was changed.
///
/// @param joiner signs the KeyPackages
/// @param sender signs the leaves of Updates and paths
/// @param senderLeaf the leaf index of the sender
record Resigning(PaperKey joiner, PaperKey sender, int senderLeaf) {
    private static final String SIGNATURE = "signature";

    KeyPackage keyPackage(KeyPackage changed, String field) {
        LeafNode leaf = leaf(changed.leafNode(), joiner, 0, inner(field, "leafNode."));
        Octets unsigned = with(changed, leaf, Octets.EMPTY);
        Octets signature = field.equals(SIGNATURE)
                ? changed.signature()
                : joiner.sign(
                        SignatureLabel.KEY_PACKAGE, KeyPackage.parse(unsigned).toBeSigned());
        return KeyPackage.parse(with(changed, leaf, signature));
    }

    Proposal proposal(Proposal changed, String field) {
        Proposal signed = switch (changed) {
            case Add(KeyPackage keyPackage) -> new Add(keyPackage(keyPackage, inner(field, "keyPackage.")));
            case Update(LeafNode leaf) -> new Update(leaf(leaf, sender, senderLeaf, inner(field, "leafNode.")));
            default -> changed;
        };
        return Proposal.parse(signed.encoded());
    }

    Commit commit(Commit changed, String field) {
        List<ProposalOrRef> proposals = new ArrayList<>();
        for (ProposalOrRef item : changed.proposals()) {
            String inner = inner(field, "proposals[" + proposals.size() + "].proposal.");
            proposals.add(
                    item instanceof ProposalOrRef.ByValue(Proposal value)
                            ? new ProposalOrRef.ByValue(proposal(value, inner))
                            : item);
        }
        Optional<UpdatePath> path = changed.path()
                .map(old -> new UpdatePath(
                        leaf(old.leafNode(), sender, senderLeaf, inner(field, "path.leafNode.")), old.nodes()));
        return Commit.parse(new Commit(proposals, path).encoded());
    }

    /// A message of a member.
    static PublicMessage message(MlsMessage.OfPublicMessage changed, String field, GroupContext context, PaperKey key) {
        AuthenticatedContent authenticated = changed.message().authenticated();
        Octets content = authenticated.content().encoded();
        Octets signature = authenticated.signature();
        if (!field.endsWith(SIGNATURE)) {
            Writer toBeSigned =
                    new Writer().u16(1).u16(authenticated.wireFormat()).raw(content);
            signature = key.sign(
                    SignatureLabel.FRAMED_CONTENT,
                    toBeSigned.raw(context.bytes()).toOctets());
        }
        AuthenticatedContent signed = new AuthenticatedContent(
                authenticated.wireFormat(),
                authenticated.content(),
                signature,
                authenticated.confirmationTag(),
                Octets.EMPTY);
        PublicMessage message = new PublicMessage(signed, changed.message().membershipTag());
        return switch (MlsMessage.parse(new MlsMessage.OfPublicMessage(message, Octets.EMPTY).encoded())) {
            case MlsMessage.OfPublicMessage(PublicMessage value, Octets _) -> value;
            default -> throw new IllegalStateException("no PublicMessage");
        };
    }

    static GroupInfo groupInfo(GroupInfo changed, String field, PaperKey key) {
        return field.equals(SIGNATURE)
                ? GroupInfo.parse(changed.encoded())
                : PaperGroup.groupInfo(
                        changed.groupContext(), changed.extensions(), changed.signer(), key, changed.confirmationTag());
    }

    /// A tree whose first leaf belongs to the key.
    static RatchetTree tree(RatchetTree changed, String field, PaperKey key) {
        List<Optional<Node>> nodes = new ArrayList<>(changed.nodes());
        if (!nodes.isEmpty() && nodes.getFirst().orElse(null) instanceof LeafNode leaf) {
            nodes.set(0, Optional.of(leaf(leaf, key, 0, inner(field, "nodes[0]."))));
        }
        return RatchetTree.parse(new RatchetTree(nodes).encoded());
    }

    private static LeafNode leaf(LeafNode changed, PaperKey key, int leafIndex, String field) {
        if (field.equals(SIGNATURE)) {
            return parse(changed);
        }
        LeafNode unsigned = parse(with(changed, Octets.EMPTY));
        Octets toBeSigned = unsigned.toBeSigned(PaperGroup.GROUP_ID, leafIndex);
        return parse(with(changed, key.sign(SignatureLabel.LEAF_NODE, toBeSigned)));
    }

    private static LeafNode with(LeafNode leaf, Octets signature) {
        return new LeafNode(
                leaf.encryptionKey(),
                leaf.signatureKey(),
                leaf.credential(),
                leaf.capabilities(),
                leaf.source(),
                leaf.extensions(),
                signature,
                Octets.EMPTY);
    }

    private static Octets with(KeyPackage keyPackage, LeafNode leaf, Octets signature) {
        return new KeyPackage(
                        keyPackage.version(),
                        keyPackage.cipherSuite(),
                        keyPackage.initKey(),
                        leaf,
                        keyPackage.extensions(),
                        signature,
                        Octets.EMPTY)
                .encoded();
    }

    private static LeafNode parse(LeafNode leaf) {
        return Reader.whole(leaf.encoded(), "LeafNode", LeafNode::parse);
    }

    private static String inner(String field, String prefix) {
        return field.startsWith(prefix) ? field.substring(prefix.length()) : "";
    }
}
