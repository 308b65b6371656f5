package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.commit.ProposalOrRef;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.Update;
import dev.epochal.mls.tree.LeafNodeSource;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.NodeHash;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.Provocations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;

/// A group of paper clients and what an observer knows of it.
final class PaperGroup {
    static final Octets GROUP_ID = Octets.ofText("paper group");

    final SplittableRandom random;
    final Map<Octets, PaperClient> clients = new HashMap<>();
    final Observer observer;
    PublicGroup state;

    private PaperGroup(SplittableRandom random, Rules rules, Extensions extensions) {
        this.random = random;
        this.observer = new Observer(SignatureVerifier.fastest(), rules, PaperClient.NOW);
        PaperClient creator = client("creator");
        PaperLeaf leaf = creator.leaf();
        RatchetTree tree = new RatchetTree(List.of(Optional.<Node>of(leaf.sign(Octets.EMPTY, 0))));
        GroupContext context = context(tree, extensions);
        this.state = observer.join(groupInfo(context, Extensions.NONE, 0, creator.key()), tree)
                .orThrow();
    }

    /// The creator alone.
    static PaperGroup create(Rules rules, Extensions extensions) {
        return new PaperGroup(new SplittableRandom(9420), rules, extensions);
    }

    /// Four members (leaves 0 to 3), each parent node populated, external joins allowed.
    static PaperGroup ofFour() {
        PaperGroup group = create(Rules.strict().withExternalCommits(true), Extensions.NONE);
        group.grow(4);
        return group;
    }

    /// Adds members, then lets each of them commit once.
    void grow(int members) {
        int batch = 64;
        while (state.memberCount() < members) {
            List<Proposal> adds = new ArrayList<>();
            int count = Math.min(batch, members - state.memberCount());
            for (int i = 0; i < count; i++) {
                adds.add(new Add(client("member " + (state.memberCount() + i)).keyPackage()));
            }
            accept(commit(0).with(adds));
        }
        state.members().forEach(member -> accept(commit(member.leafIndex())));
    }

    PaperClient client(String name) {
        PaperClient client = PaperClient.named(name, random);
        clients.put(client.key().publicKey().octets(), client);
        return client;
    }

    PaperClient at(int leafIndex) {
        Octets key = state.leaf(leafIndex).orElseThrow().signatureKey().octets();
        return Objects.requireNonNull(clients.get(key));
    }

    PaperCommit commit(int leafIndex) {
        return new PaperCommit(this, new Sender.Member(leafIndex), at(leafIndex));
    }

    PaperCommit join(PaperClient client) {
        return new PaperCommit(this, new Sender.NewMemberCommit(), client);
    }

    void accept(PaperCommit commit) {
        state = stage(commit).orThrow().after();
    }

    Checked<StagedCommit> stage(PaperCommit commit) {
        return observer.stage(state, commit.message(), commit.live());
    }

    /// A proposal in a message of its own, changed before it is signed.
    PublicMessage proposal(int leafIndex, Proposal proposal, Consumer<PaperMessage> change) {
        return proposal(new Sender.Member(leafIndex), at(leafIndex).key(), proposal, change);
    }

    PublicMessage proposal(Sender sender, PaperKey key, Proposal proposal, Consumer<PaperMessage> change) {
        PaperMessage message = new PaperMessage(state.context(), sender, new Content.OfProposal(proposal), key);
        change.accept(message);
        return message.sign();
    }

    VerifiedProposal verified(int leafIndex, Proposal proposal) {
        return observer.verifyProposal(state, proposal(leafIndex, proposal, _ -> {}))
                .orThrow();
    }

    Update update(int leafIndex, Consumer<PaperLeaf> change) {
        PaperLeaf leaf = at(leafIndex).leaf();
        leaf.source = new LeafNodeSource.InUpdate();
        change.accept(leaf);
        return new Update(leaf.sign(GROUP_ID, leafIndex));
    }

    /// The GroupInfo of the present epoch, signed by a member.
    GroupInfo groupInfo(Extensions extensions, int signer) {
        return groupInfo(state.context(), extensions, signer, at(signer).key(), state.confirmationTag());
    }

    static GroupInfo groupInfo(GroupContext context, Extensions extensions, long signer, PaperKey key) {
        return groupInfo(context, extensions, signer, key, Octets.ofText("confirmation tag of 32 octets..."));
    }

    static GroupInfo groupInfo(
            GroupContext context, Extensions extensions, long signer, PaperKey key, Octets confirmationTag) {
        GroupInfo unsigned = GroupInfo.parse(
                new GroupInfo(context, extensions, confirmationTag, signer, Octets.EMPTY, Octets.EMPTY).encoded());
        Octets signature = key.sign(SignatureLabel.GROUP_INFO, unsigned.toBeSigned());
        return GroupInfo.parse(
                new GroupInfo(context, extensions, confirmationTag, signer, signature, Octets.EMPTY).encoded());
    }

    static GroupContext context(RatchetTree tree, Extensions extensions) {
        NodeHash hasher = new NodeHash(CipherSuite.of(1).orElseThrow());
        Writer writer = new Writer().u16(1).u16(1).opaque(GROUP_ID).u64(0);
        writer.opaque(tree.treeHash(hasher.suite())).opaque(Octets.EMPTY);
        extensions.writeTo(writer);
        return GroupContext.parse(writer.toOctets());
    }

    static void assertRefused(Checked<?> checked, CheckId check) {
        Assertions.assertThat(checked).as(checked.toString()).isInstanceOfSatisfying(Checked.Refused.class, refused -> {
            Assertions.assertThat(refused.refusal().check())
                    .as(refused.refusal().detail())
                    .isEqualTo(check);
            Assertions.assertThat(refused.refusal().detail()).isNotBlank();
        });
        Provocations.note(check);
    }

    static Commit bare(List<Proposal> proposals) {
        List<ProposalOrRef> items = proposals.stream()
                .<ProposalOrRef>map(ProposalOrRef.ByValue::new)
                .toList();
        return new Commit(items, Optional.empty());
    }
}
