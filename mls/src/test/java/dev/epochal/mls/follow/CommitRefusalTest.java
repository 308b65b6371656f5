package dev.epochal.mls.follow;

import static dev.epochal.mls.follow.PaperGroup.assertRefused;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.HpkeCiphertext;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.ExternalInit;
import dev.epochal.mls.proposal.GroupContextExtensions;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.tree.LeafNodeSource;
import dev.epochal.mls.tree.UpdatePath;
import dev.epochal.mls.tree.UpdatePathNode;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.RfcCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommitRefusalTest {
    private final PaperGroup group = PaperGroup.ofFour();

    @Test
    @RfcCheck(CheckId.PATH_REQUIRED)
    void refuses_a_commit_without_the_path_that_it_needs() {
        assertRefused(group.stage(group.commit(0).withoutPath()), CheckId.PATH_REQUIRED);
        assertRefused(group.stage(group.commit(0).with(new Remove(1)).withoutPath()), CheckId.PATH_REQUIRED);
        GroupContextExtensions extensions = new GroupContextExtensions(Extensions.NONE);
        assertRefused(group.stage(group.commit(0).with(extensions).withoutPath()), CheckId.PATH_REQUIRED);
        assertRefused(group.stage(group.join(group.client("joiner")).withoutPath()), CheckId.PATH_REQUIRED);
        Add add = new Add(group.client("erin").keyPackage());
        Assertions.assertThat(group.stage(group.commit(0).with(add).withoutPath()))
                .isInstanceOf(Checked.Passed.class);
    }

    @Test
    @RfcCheck(CheckId.PATH_LENGTH)
    void refuses_a_path_of_another_length() {
        path(nodes -> nodes.removeLast(), CheckId.PATH_LENGTH);
        path(nodes -> nodes.add(nodes.getLast()), CheckId.PATH_LENGTH);
        path(List::clear, CheckId.PATH_LENGTH);
    }

    @Test
    @RfcCheck(CheckId.PATH_CIPHERTEXTS)
    void refuses_a_node_with_more_or_fewer_ciphertexts() {
        path(
                nodes -> nodes.set(0, new UpdatePathNode(nodes.getFirst().encryptionKey(), List.of())),
                CheckId.PATH_CIPHERTEXTS);
        path(
                nodes -> {
                    UpdatePathNode node = nodes.getLast();
                    List<HpkeCiphertext> more = new ArrayList<>(node.encryptedPathSecret());
                    more.add(more.getFirst());
                    nodes.set(nodes.size() - 1, new UpdatePathNode(node.encryptionKey(), more));
                },
                CheckId.PATH_CIPHERTEXTS);
    }

    @Test
    @RfcCheck(CheckId.PATH_CIPHERTEXT_FORM)
    void refuses_a_ciphertext_that_can_not_hold_a_path_secret() {
        Octets key = PaperKey.encryptionKey(group.random).octets();
        Octets sealed = Octets.owning(new byte[48]);
        for (HpkeCiphertext wrong : List.of(
                new HpkeCiphertext(Octets.owning(new byte[32]), sealed),
                new HpkeCiphertext(key.slice(1, 32), sealed),
                new HpkeCiphertext(key, sealed.slice(1, 48)),
                new HpkeCiphertext(key, Octets.EMPTY))) {
            path(
                    nodes -> nodes.set(0, new UpdatePathNode(nodes.getFirst().encryptionKey(), List.of(wrong))),
                    CheckId.PATH_CIPHERTEXT_FORM);
        }
    }

    @Test
    @RfcCheck({CheckId.PATH_KEYS_FRESH, CheckId.ENCRYPTION_KEY_FORM})
    void refuses_path_keys_that_are_not_fresh_or_no_keys() {
        HpkePublicKey taken = group.state.leaf(3).orElseThrow().encryptionKey();
        replaceKey(taken, CheckId.PATH_KEYS_FRESH);
        HpkePublicKey root = group.state.ratchetTree().node(3).orElseThrow().encryptionKey();
        replaceKey(root, CheckId.PATH_KEYS_FRESH);
        UnaryOperator<UpdatePath> twice = path -> {
            List<UpdatePathNode> nodes = new ArrayList<>(path.nodes());
            HpkePublicKey last = nodes.getLast().encryptionKey();
            nodes.set(0, new UpdatePathNode(last, nodes.getFirst().encryptedPathSecret()));
            return new UpdatePath(path.leafNode(), nodes);
        };
        assertRefused(group.stage(group.commit(0).path(twice)), CheckId.PATH_KEYS_FRESH);
        replaceKey(new HpkePublicKey(Octets.ofText("no key")), CheckId.ENCRYPTION_KEY_FORM);
    }

    @Test
    @RfcCheck(CheckId.PATH_PARENT_HASH)
    void refuses_a_leaf_with_another_parent_hash() {
        assertRefused(
                group.stage(group.commit(0).leaf(leaf -> leaf.source = new LeafNodeSource.InCommit(Octets.EMPTY))),
                CheckId.PATH_PARENT_HASH);
        replaceKey(PaperKey.encryptionKey(group.random), CheckId.PATH_PARENT_HASH);
    }

    @Test
    @RfcCheck(CheckId.TREE_LEAVES_MAX)
    void refuses_a_member_too_many() {
        PaperGroup small = PaperGroup.create(Rules.strict().withLeavesMax(4), Extensions.NONE);
        small.grow(4);
        Add add = new Add(small.client("fifth").keyPackage());
        assertRefused(small.stage(small.commit(0).with(add)), CheckId.TREE_LEAVES_MAX);
    }

    @Test
    @RfcCheck(CheckId.EXTERNAL_COMMIT_ALLOWED)
    void refuses_an_external_commit_where_none_is_allowed() {
        PaperGroup closed = PaperGroup.create(Rules.strict(), Extensions.NONE);
        assertRefused(closed.stage(closed.join(closed.client("joiner"))), CheckId.EXTERNAL_COMMIT_ALLOWED);
    }

    @Test
    @RfcCheck({CheckId.EXTERNAL_COMMIT_LIST, CheckId.EXTERNAL_COMMIT_BY_VALUE, CheckId.EXTERNAL_INIT_FORM})
    void refuses_an_external_commit_that_covers_something_else() {
        PaperClient joiner = group.client("joiner");
        Assertions.assertThat(group.stage(group.join(joiner))).isInstanceOf(Checked.Passed.class);
        Add add = new Add(group.client("erin").keyPackage());
        assertRefused(group.stage(group.join(joiner).with(add)), CheckId.EXTERNAL_COMMIT_LIST);
        assertRefused(group.stage(group.join(joiner).with(group.update(1, _ -> {}))), CheckId.EXTERNAL_COMMIT_LIST);
        GroupContextExtensions extensions = new GroupContextExtensions(Extensions.NONE);
        assertRefused(group.stage(group.join(joiner).with(extensions)), CheckId.EXTERNAL_COMMIT_LIST);
        assertRefused(group.stage(group.join(joiner).without(ExternalInit.class)), CheckId.EXTERNAL_COMMIT_LIST);
        ExternalInit second =
                new ExternalInit(PaperKey.encryptionKey(group.random).octets());
        assertRefused(group.stage(group.join(joiner).with(second)), CheckId.EXTERNAL_COMMIT_LIST);
        assertRefused(group.stage(group.join(joiner).with(new Remove(1), new Remove(2))), CheckId.EXTERNAL_COMMIT_LIST);
        VerifiedProposal remove = group.verified(1, new Remove(2));
        assertRefused(group.stage(group.join(joiner).covering(remove)), CheckId.EXTERNAL_COMMIT_BY_VALUE);
        ExternalInit malformed = new ExternalInit(Octets.ofText("no key"));
        assertRefused(
                group.stage(group.join(joiner).without(ExternalInit.class).with(malformed)),
                CheckId.EXTERNAL_INIT_FORM);
    }

    @Test
    @RfcCheck({CheckId.EXTERNAL_COMMIT_REMOVE, CheckId.UPDATE_KEY_FRESH})
    void refuses_a_joiner_who_removes_somebody_else_or_reuses_its_old_key() {
        assertRefused(
                group.stage(group.join(group.client("joiner")).with(new Remove(2))), CheckId.EXTERNAL_COMMIT_REMOVE);
        HpkePublicKey old = group.state.leaf(2).orElseThrow().encryptionKey();
        assertRefused(
                group.stage(group.join(group.at(2)).with(new Remove(2)).leaf(leaf -> leaf.encryptionKey = old)),
                CheckId.UPDATE_KEY_FRESH);
    }

    private interface NodesChange {
        void change(List<UpdatePathNode> nodes);
    }

    private void replaceKey(HpkePublicKey key, CheckId check) {
        path(nodes -> nodes.set(0, new UpdatePathNode(key, nodes.getFirst().encryptedPathSecret())), check);
    }

    private void path(NodesChange change, CheckId check) {
        UnaryOperator<UpdatePath> changed = path -> {
            List<UpdatePathNode> nodes = new ArrayList<>(path.nodes());
            change.change(nodes);
            return new UpdatePath(path.leafNode(), nodes);
        };
        assertRefused(group.stage(group.commit(0).path(changed)), check);
        assertRefused(group.stage(group.join(group.client("joiner")).path(changed)), check);
    }
}
