package dev.epochal.mls.follow;

import static dev.epochal.mls.follow.PaperGroup.assertRefused;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.ParentNode;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.Refusal;
import dev.epochal.mls.validation.RfcCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// Whole trees with one thing changed; the tree hash is computed anew, so that only the rule at hand is broken.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TreeRefusalTest {
    private final PaperGroup group = PaperGroup.ofFour();

    @Test
    void accepts_the_tree_unchanged() {
        group.accept(group.commit(0).with(new Add(group.client("erin").keyPackage())));
        group.accept(group.commit(0)
                .with(new Add(group.client("frank").keyPackage()))
                .withoutPath());
        Assertions.assertThat(join(_ -> {})).isInstanceOf(Checked.Passed.class);
    }

    @Test
    @RfcCheck(CheckId.TREE_HASH)
    void refuses_a_tree_that_is_not_the_groups() {
        RatchetTree before = group.state.ratchetTree();
        group.accept(group.commit(1));
        GroupInfo groupInfo = group.groupInfo(Extensions.NONE, 0);
        assertRefused(group.observer.join(groupInfo, before), CheckId.TREE_HASH);
    }

    @Test
    @RfcCheck(CheckId.TREE_PARENT_HASHES)
    void refuses_a_parent_that_no_member_vouches_for() {
        assertRefused(
                join(nodes -> parent(nodes, 3, PaperKey.encryptionKey(group.random), List.of())),
                CheckId.TREE_PARENT_HASHES);
        assertRefused(join(nodes -> parent(nodes, 1, key(nodes, 1), List.of(0L))), CheckId.TREE_PARENT_HASHES);
        assertRefused(
                join(nodes -> {
                    Optional<Node> first = nodes.get(0);
                    nodes.set(0, nodes.get(2));
                    nodes.set(2, first);
                }),
                CheckId.TREE_PARENT_HASHES);
    }

    @Test
    @RfcCheck(CheckId.TREE_UNMERGED_LEAVES)
    void refuses_unmerged_leaves_at_the_wrong_places() {
        assertRefused(join(nodes -> parent(nodes, 1, key(nodes, 1), List.of(2L))), CheckId.TREE_UNMERGED_LEAVES);
        assertRefused(
                join(nodes -> parent(nodes, 1, key(nodes, 1), List.of(0xffff_ffffL))), CheckId.TREE_UNMERGED_LEAVES);
        assertRefused(join(nodes -> parent(nodes, 3, key(nodes, 3), List.of(3L))), CheckId.TREE_UNMERGED_LEAVES);
        assertRefused(
                join(nodes -> {
                    nodes.set(2, Optional.empty());
                    parent(nodes, 1, key(nodes, 1), List.of(1L));
                }),
                CheckId.TREE_UNMERGED_LEAVES);
    }

    @Test
    @RfcCheck(CheckId.TREE_INVARIANT)
    void refuses_a_node_above_leaves_that_are_not_there() {
        assertRefused(join(nodes -> nodes.add(nodes.get(1))), CheckId.TREE_INVARIANT);
    }

    @Test
    @RfcCheck(CheckId.TREE_INVARIANT)
    void refuses_parents_above_nobody() {
        assertRefused(
                join(nodes -> {
                    nodes.set(0, Optional.empty());
                    nodes.set(2, Optional.empty());
                }),
                CheckId.TREE_INVARIANT);
    }

    @Test
    @RfcCheck(CheckId.ENCRYPTION_KEY_FORM)
    void refuses_a_parent_whose_key_is_none_of_the_suite() {
        for (Octets wrong : List.of(Octets.ofText("short"), Octets.owning(new byte[32]))) {
            assertRefused(
                    join(nodes -> parent(nodes, 3, new HpkePublicKey(wrong), List.of())), CheckId.ENCRYPTION_KEY_FORM);
        }
    }

    @Test
    @RfcCheck({CheckId.GROUP_TRANSCRIPT, CheckId.GROUP_BEGINNING})
    void refuses_a_transcript_or_members_that_do_not_fit_the_epoch() {
        Octets transcript = group.state.context().confirmedTranscriptHash();
        assertRefused(join(7, Octets.EMPTY), CheckId.GROUP_TRANSCRIPT);
        assertRefused(join(7, transcript.slice(1, 32)), CheckId.GROUP_TRANSCRIPT);
        assertRefused(join(0, transcript), CheckId.GROUP_TRANSCRIPT);
        assertRefused(join(0, Octets.EMPTY), CheckId.GROUP_BEGINNING);
        Assertions.assertThat(join(-1, transcript)).isInstanceOf(Checked.Passed.class);
    }

    private Checked<PublicGroup> join(long epoch, Octets transcript) {
        GroupContext context = group.state.context();
        GroupContext changed = context.at(epoch, context.treeHash(), transcript, Extensions.NONE);
        GroupInfo groupInfo =
                PaperGroup.groupInfo(changed, Extensions.NONE, 0, group.at(0).key());
        return group.observer.join(groupInfo, group.state.ratchetTree());
    }

    @Test
    @RfcCheck(CheckId.TREE_LEAVES_MAX)
    void refuses_a_tree_with_more_leaves_than_allowed() {
        PaperGroup strict = PaperGroup.ofFour();
        Observer narrow = new Observer(
                strict.observer.signatures(), strict.observer.rules().withLeavesMax(2), PaperClient.NOW);
        assertRefused(
                narrow.join(strict.groupInfo(Extensions.NONE, 0), strict.state.ratchetTree()), CheckId.TREE_LEAVES_MAX);
    }

    @Test
    @RfcCheck(CheckId.ENCRYPTION_KEY_UNIQUE)
    void refuses_one_key_at_two_nodes() {
        PaperGroup lone = PaperGroup.create(Rules.strict(), Extensions.NONE);
        lone.accept(
                lone.commit(0).with(new Add(lone.client("bob").keyPackage())).withoutPath());
        List<Optional<Node>> nodes = new ArrayList<>(lone.state.ratchetTree().nodes());
        PaperLeaf leaf = lone.client("twin").leaf();
        leaf.encryptionKey = key(nodes, 0);
        nodes.set(2, Optional.of(leaf.sign(Octets.EMPTY, 0)));
        assertRefused(join(lone, new RatchetTree(nodes)), CheckId.ENCRYPTION_KEY_UNIQUE);
    }

    @Test
    @RfcCheck({CheckId.LEAF_SIGNATURE, CheckId.SIGNATURE_KEY_UNIQUE})
    void refuses_a_leaf_that_is_not_signed_for_its_place() {
        PaperGroup lone = PaperGroup.create(Rules.strict(), Extensions.NONE);
        lone.accept(
                lone.commit(0).with(new Add(lone.client("bob").keyPackage())).withoutPath());
        List<Optional<Node>> nodes = new ArrayList<>(lone.state.ratchetTree().nodes());
        PaperLeaf leaf = lone.client("mallory").leaf();
        leaf.signer = lone.at(0).key();
        nodes.set(2, Optional.of(leaf.sign(Octets.EMPTY, 0)));
        assertRefused(join(lone, new RatchetTree(nodes)), CheckId.LEAF_SIGNATURE);
        nodes.set(2, Optional.of(lone.at(0).leaf().sign(Octets.EMPTY, 0)));
        assertRefused(join(lone, new RatchetTree(nodes)), CheckId.SIGNATURE_KEY_UNIQUE);
    }

    @RepeatedTest(20)
    void tells_of_the_leftmost_of_several_wrong_leaves() {
        PaperGroup lone = PaperGroup.create(Rules.strict(), Extensions.NONE);
        List<Proposal> adds = new ArrayList<>();
        for (int i = 1; i < 32; i++) {
            adds.add(new Add(lone.client("member " + i).keyPackage()));
        }
        lone.accept(lone.commit(0).with(adds).withoutPath());
        List<Optional<Node>> nodes = new ArrayList<>(lone.state.ratchetTree().nodes());
        for (int leafIndex : List.of(31, 7, 20)) {
            PaperLeaf leaf = lone.client("mallory " + leafIndex).leaf();
            leaf.signer = lone.at(0).key();
            nodes.set(2 * leafIndex, Optional.of(leaf.sign(Octets.EMPTY, 0)));
        }
        LeafNode leftmost = (LeafNode) nodes.get(14).orElseThrow();
        Assertions.assertThat(join(lone, new RatchetTree(nodes)))
                .isEqualTo(new Checked.Refused<PublicGroup>(new Refusal(
                        CheckId.LEAF_SIGNATURE,
                        "by the key " + leftmost.signatureKey().octets())));
    }

    private Checked<PublicGroup> join(Consumer<List<Optional<Node>>> change) {
        List<Optional<Node>> nodes = new ArrayList<>(group.state.ratchetTree().nodes());
        change.accept(nodes);
        return join(group, new RatchetTree(nodes));
    }

    private static Checked<PublicGroup> join(PaperGroup group, RatchetTree tree) {
        GroupContext context = group.state.context();
        GroupContext changed = context.at(
                context.epoch(),
                tree.treeHash(group.state.suite()),
                context.confirmedTranscriptHash(),
                Extensions.NONE);
        PaperKey signer = group.at(group.state.members().getLast().leafIndex()).key();
        int leafIndex = group.state.members().getLast().leafIndex();
        return group.observer.join(PaperGroup.groupInfo(changed, Extensions.NONE, leafIndex, signer), tree);
    }

    private static HpkePublicKey key(List<Optional<Node>> nodes, int index) {
        return nodes.get(index).orElseThrow().encryptionKey();
    }

    private static void parent(List<Optional<Node>> nodes, int index, HpkePublicKey key, List<Long> unmerged) {
        ParentNode before = (ParentNode) nodes.get(index).orElseThrow();
        nodes.set(index, Optional.of(ParentNode.of(key, before.parentHash(), unmerged)));
    }
}
