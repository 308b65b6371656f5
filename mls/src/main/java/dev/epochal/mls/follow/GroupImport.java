package dev.epochal.mls.follow;

import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Member;
import dev.epochal.mls.tree.NodeHash;
import dev.epochal.mls.tree.ParentNode;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.TreeMath;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.Enforces;
import java.util.Optional;

/// Takes in a whole tree (RFC 9420 §12.4.3.1).
final class GroupImport {
    private final Observer observer;
    private final GroupContext context;
    private final Optional<PublicGroup> before;

    GroupImport(Observer observer, GroupContext context) {
        this(observer, context, Optional.empty());
    }

    /// The leaves of a group that was checked before aren't verified again.
    GroupImport(Observer observer, GroupContext context, Optional<PublicGroup> before) {
        this.observer = observer;
        this.context = context;
        this.before = before;
    }

    @Enforces(CheckId.CONFIRMATION_TAG_SIZE)
    PublicGroup join(GroupInfo groupInfo, RatchetTree ratchetTree) {
        CipherSuite suite = suite(context);
        checkTranscript(suite);
        GroupParameters parameters = GroupParameters.of(context.extensions(), suite);
        TrackedTree tree = check(ratchetTree, parameters);
        checkBeginning(tree);
        int tagSize = groupInfo.confirmationTag().size();
        CheckId.CONFIRMATION_TAG_SIZE.require(tagSize == suite.hashSize(), tagSize + " octets");
        PublicGroup group = new PublicGroup(context, parameters, tree, groupInfo.confirmationTag(), Optional.empty());
        new GroupInfoChecks(observer, group).checkByItself(groupInfo);
        return group;
    }

    /// The transcript is empty at the beginning and a hash ever after.
    @Enforces(CheckId.GROUP_TRANSCRIPT)
    private void checkTranscript(CipherSuite suite) {
        int size = context.confirmedTranscriptHash().size();
        CheckId.GROUP_TRANSCRIPT.require(
                size == (context.epoch() == 0 ? 0 : suite.hashSize()),
                size + " octets in epoch " + Long.toUnsignedString(context.epoch()));
    }

    /// The creator is alone until its first Commit.
    @Enforces(CheckId.GROUP_BEGINNING)
    private void checkBeginning(TrackedTree tree) {
        CheckId.GROUP_BEGINNING.require(
                context.epoch() != 0 || tree.leafCount() == 1, tree.memberCount() + " members in epoch 0");
    }

    /// Everything that can be wrong with a tree.
    @Enforces(CheckId.TREE_LEAVES_MAX)
    TrackedTree check(RatchetTree ratchetTree, GroupParameters parameters) {
        CipherSuite suite = suite(context);
        CheckId.TREE_LEAVES_MAX.require(
                ratchetTree.leafCount() <= observer.rules().leavesMax(), ratchetTree.leafCount() + " leaves");
        Subtree root = build(ratchetTree, TreeMath.root(ratchetTree.leafCount()));
        checkWidth(root);
        checkKeys(root, suite);
        new ParentHashes(new NodeHash(suite)).check(root);
        TrackedTree tree = adopt(root, suite, observer.rules());
        checkHash(tree, context);
        checkLeaves(tree, new LeafChecks(observer, suite));
        parameters.checkSupport(tree);
        return tree;
    }

    /// Nearly all the time goes into signatures, and no leaf's verdict hangs on another's, so they are looked at
    /// side by side. What is told is the refusal of the leftmost all the same.
    private void checkLeaves(TrackedTree tree, LeafChecks checks) {
        tree.members().parallelStream()
                .filter(member -> !isKnown(member))
                .map(member -> check(member, checks))
                .filter(Checked.Refused.class::isInstance)
                .findFirst()
                .ifPresent(Checked::orThrow);
    }

    private Checked<Member> check(Member member, LeafChecks checks) {
        return Checked.of(() -> {
            checks.check(member.leafNode(), new LeafPlace.InTree(context.groupId(), member.leafIndex()), false);
            return member;
        });
    }

    private boolean isKnown(Member member) {
        return before.flatMap(group -> group.leaf(member.leafIndex()))
                .filter(leaf -> leaf.bytes().equals(member.leafNode().bytes()))
                .isPresent();
    }

    /// A tree that was checked before.
    static TrackedTree trusted(GroupContext context, RatchetTree ratchetTree) {
        CipherSuite suite = suite(context);
        Subtree root = build(ratchetTree, TreeMath.root(ratchetTree.leafCount()));
        Rules lenient = Rules.strict().withUniqueIdentities(false);
        TrackedTree tree = adopt(root, suite, lenient);
        checkHash(tree, context);
        return tree;
    }

    @Enforces(CheckId.CIPHER_SUITE)
    private static CipherSuite suite(GroupContext context) {
        return context.suite().orElseThrow(() -> CheckId.CIPHER_SUITE.refuse("the suite " + context.cipherSuite()));
    }

    /// After each Remove the tree is cut back, so its right half never holds nobody.
    @Enforces(CheckId.TREE_INVARIANT)
    private static void checkWidth(Subtree root) {
        CheckId.TREE_INVARIANT.require(
                root.isLeaf() ? root.members() == 1 : root.right().members() > 0, "the right half is blank");
    }

    /// The leaves' keys are checked with the leaves.
    @Enforces(CheckId.ENCRYPTION_KEY_FORM)
    private static void checkKeys(Subtree subtree, CipherSuite suite) {
        if (subtree.isEmpty() || subtree.isLeaf()) {
            return;
        }
        ParentNode parent = subtree.parentNode();
        CheckId.ENCRYPTION_KEY_FORM.require(
                parent == null || PublicKeyForm.accepts(suite.kem(), parent.encryptionKey()),
                "of the node " + subtree.index());
        checkKeys(subtree.left(), suite);
        checkKeys(subtree.right(), suite);
    }

    @Enforces(CheckId.TREE_HASH)
    private static void checkHash(TrackedTree tree, GroupContext context) {
        CheckId.TREE_HASH.require(
                tree.hash().equals(context.treeHash()), "it is " + tree.hash() + " and not " + context.treeHash());
    }

    private static TrackedTree adopt(Subtree root, CipherSuite suite, Rules rules) {
        TrackedTree empty = new TrackedTree(
                new NodeHash(suite),
                Subtree.blank(0, 0),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                Tallies.NONE);
        TreeEditor editor = new TreeEditor(empty, rules);
        editor.adopt(root);
        return editor.tree();
    }

    private static Subtree build(RatchetTree tree, int node) {
        if (TreeMath.isLeaf(node)) {
            return Subtree.leaf(node / 2, tree.node(node).orElse(null) instanceof LeafNode leaf ? leaf : null);
        }
        return Subtree.parent(
                tree.node(node).orElse(null) instanceof ParentNode parent ? parent : null,
                build(tree, TreeMath.leftOf(node)),
                build(tree, TreeMath.rightOf(node)));
    }
}
