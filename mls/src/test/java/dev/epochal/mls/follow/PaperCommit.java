package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.commit.ProposalOrRef;
import dev.epochal.mls.crypto.HpkeCiphertext;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.proposal.ExternalInit;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.tree.LeafNodeSource;
import dev.epochal.mls.tree.UpdatePath;
import dev.epochal.mls.tree.UpdatePathNode;
import dev.epochal.mls.validation.RefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A Commit before it is signed: valid unless a test changes something.
final class PaperCommit {
    private final PaperGroup group;
    private final Sender sender;
    private final PaperClient committer;
    private final List<VerifiedProposal> live = new ArrayList<>();
    private final List<ProposalOrRef> proposals = new ArrayList<>();
    private boolean withPath = true;
    private Consumer<PaperLeaf> leafChange = _ -> {};
    private UnaryOperator<UpdatePath> pathChange = UnaryOperator.identity();
    private Consumer<PaperMessage> messageChange = _ -> {};
    private int leafIndexShift;

    PaperCommit(PaperGroup group, Sender sender, PaperClient committer) {
        this.group = group;
        this.sender = sender;
        this.committer = committer;
        if (sender instanceof Sender.NewMemberCommit) {
            with(new ExternalInit(PaperKey.encryptionKey(group.random).octets()));
        }
    }

    PaperCommit with(Proposal... added) {
        return with(List.of(added));
    }

    PaperCommit with(List<Proposal> added) {
        added.forEach(proposal -> proposals.add(new ProposalOrRef.ByValue(proposal)));
        return this;
    }

    PaperCommit covering(VerifiedProposal... covered) {
        for (VerifiedProposal proposal : covered) {
            live.add(proposal);
            proposals.add(new ProposalOrRef.ByReference(proposal.ref()));
        }
        return this;
    }

    PaperCommit without(Class<? extends Proposal> type) {
        proposals.removeIf(item -> item instanceof ProposalOrRef.ByValue(Proposal value) && type.isInstance(value));
        return this;
    }

    PaperCommit covering(ProposalOrRef item) {
        proposals.add(item);
        return this;
    }

    PaperCommit withoutPath() {
        withPath = false;
        return this;
    }

    PaperCommit leaf(Consumer<PaperLeaf> change) {
        leafChange = change;
        return this;
    }

    PaperCommit path(UnaryOperator<UpdatePath> change) {
        pathChange = change;
        return this;
    }

    PaperCommit message(Consumer<PaperMessage> change) {
        messageChange = change;
        return this;
    }

    PaperCommit signingAnotherLeafIndex() {
        leafIndexShift = 1;
        return this;
    }

    List<VerifiedProposal> live() {
        return live;
    }

    PublicMessage message() {
        Optional<UpdatePath> path = withPath ? Optional.of(pathChange.apply(buildPath())) : Optional.empty();
        PaperMessage message = new PaperMessage(
                group.state.context(), sender, new Content.OfCommit(new Commit(proposals, path)), committer.key());
        messageChange.accept(message);
        return message.sign();
    }

    /// The path on the tree after the proposals; on the present tree where these are refused anyway.
    private UpdatePath buildPath() {
        TreeChange change = new TreeChange(group.observer, group.state, group.state.parameters());
        List<Integer> newLeaves = new ArrayList<>();
        try {
            change.applyProposals(resolved());
            change.roster().added().forEach(member -> newLeaves.add(member.leafIndex()));
        } catch (RefusedException e) {
            change = new TreeChange(group.observer, group.state, group.state.parameters());
        }
        int leafIndex = sender instanceof Sender.Member(long index) ? (int) index : change.claimLeaf();
        return buildPath(change.tree(), leafIndex, newLeaves);
    }

    private ProposalList resolved() {
        Stream<CoveredProposal> all = proposals.stream().flatMap(item -> switch (item) {
            case ProposalOrRef.ByValue(Proposal value) ->
                Stream.of(new CoveredProposal(Optional.empty(), sender, value));
            case ProposalOrRef.ByReference(Octets ref) ->
                live.stream()
                        .filter(proposal -> proposal.ref().equals(ref))
                        .limit(1)
                        .map(proposal -> new CoveredProposal(Optional.of(ref), proposal.sender(), proposal.proposal()));
        });
        return new ProposalList(all.toList());
    }

    private UpdatePath buildPath(TrackedTree tree, int leafIndex, List<Integer> newLeaves) {
        List<UpdatePathNode> nodes = new ArrayList<>();
        Octets parentHash = Octets.EMPTY;
        Subtree node = tree.root();
        while (!node.isLeaf()) {
            Subtree sibling = node.awayFrom(leafIndex);
            if (!sibling.isEmpty()) {
                HpkePublicKey key = PaperKey.encryptionKey(group.random);
                List<Integer> resolution = new ArrayList<>();
                sibling.resolve(resolution::add);
                resolution.removeIf(index -> index % 2 == 0 && newLeaves.contains(index / 2));
                nodes.add(new UpdatePathNode(key, Collections.nCopies(resolution.size(), ciphertext())));
                parentHash = tree.hasher().parentHash(key, parentHash, sibling.hash(tree.hasher()));
            }
            node = node.towards(leafIndex);
        }
        Collections.reverse(nodes);
        PaperLeaf leaf = committer.leaf();
        leaf.source = new LeafNodeSource.InCommit(parentHash);
        leafChange.accept(leaf);
        return new UpdatePath(leaf.sign(PaperGroup.GROUP_ID, leafIndex + leafIndexShift), nodes);
    }

    private static HpkeCiphertext ciphertext() {
        Octets sealed = Octets.ofText("a path secret, sealed with a tag of 16 octets...");
        return new HpkeCiphertext(sealed.slice(0, 32), sealed);
    }
}
