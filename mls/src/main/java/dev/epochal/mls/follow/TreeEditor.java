package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.NodeHash;
import dev.epochal.mls.tree.ParentNode;
import dev.epochal.mls.tree.TreeMath;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Changes a tree step by step, keeping its indexes and refusing what would break them. Lives for one change;
/// the tree it started from stays as it is. Not safe for use by several threads.
final class TreeEditor {
    private final NodeHash hasher;
    private final Rules rules;
    private Subtree root;
    private PersistentMap<Octets, Integer> encryptionKeys;
    private PersistentMap<Octets, Integer> signatureKeys;
    private PersistentMap<Octets, Integer> clients;
    private Tallies tallies;

    TreeEditor(TrackedTree tree, Rules rules) {
        this.hasher = tree.hasher();
        this.rules = rules;
        this.root = tree.root();
        this.encryptionKeys = tree.encryptionKeys();
        this.signatureKeys = tree.signatureKeys();
        this.clients = tree.clients();
        this.tallies = tree.tallies();
    }

    TrackedTree tree() {
        return new TrackedTree(hasher, root, encryptionKeys, signatureKeys, clients, tallies);
    }

    Subtree root() {
        return root;
    }

    NodeHash hasher() {
        return hasher;
    }

    /// Whether a node of the tree has the encryption key.
    boolean hasEncryptionKey(Octets key) {
        return encryptionKeys.contains(key);
    }

    /// Blanks a leaf, if it isn't blank, and all nodes above it.
    void vacate(int leafIndex) {
        LeafNode leaf = empty(leafIndex);
        if (leaf != null) {
            tallies = tallies.minus(leaf);
        }
    }

    /// Does the same, but for the tallies.
    private @Nullable LeafNode empty(int leafIndex) {
        LeafNode leaf = root.at(2 * leafIndex).leafNode();
        if (leaf != null) {
            encryptionKeys = encryptionKeys.without(leaf.encryptionKey().octets());
            signatureKeys = signatureKeys.without(leaf.signatureKey().octets());
            Octets client = leaf.credential().client();
            int sameClient = clients.get(client).orElse(0) - 1;
            clients = sameClient > 0 ? clients.with(client, sameClient) : clients.without(client);
        }
        root = root.with(leafIndex, null, (_, parent) -> blank(parent));
        return leaf;
    }

    private @Nullable ParentNode blank(@Nullable ParentNode parent) {
        if (parent != null) {
            encryptionKeys = encryptionKeys.without(parent.encryptionKey().octets());
        }
        return null;
    }

    /// Puts a leaf on a blank place, without any other change.
    void occupy(int leafIndex, LeafNode leaf) {
        LeafNode own = leaf.compact();
        register(leafIndex, own);
        tallies = tallies.plus(own);
        root = root.with(leafIndex, own, (_, parent) -> parent);
    }

    /// Enters a leaf everywhere but in the tallies.
    @Enforces({CheckId.SIGNATURE_KEY_UNIQUE, CheckId.IDENTITY_UNIQUE})
    private void register(int leafIndex, LeafNode leaf) {
        registerKey(2 * leafIndex, leaf);
        Octets signatureKey = leaf.signatureKey().octets();
        CheckId.SIGNATURE_KEY_UNIQUE.require(
                !signatureKeys.contains(signatureKey), "the leaves " + leafIndex + " and another have it");
        signatureKeys = signatureKeys.with(signatureKey, leafIndex);
        Octets client = leaf.credential().client();
        int sameClient = clients.get(client).orElse(0);
        CheckId.IDENTITY_UNIQUE.require(
                sameClient == 0 || !rules.uniqueIdentities(), "the leaf " + leafIndex + " and another have it");
        clients = clients.with(client, sameClient + 1);
    }

    @Enforces(CheckId.ENCRYPTION_KEY_UNIQUE)
    private void registerKey(int nodeIndex, Node node) {
        Octets key = node.encryptionKey().octets();
        CheckId.ENCRYPTION_KEY_UNIQUE.require(
                !encryptionKeys.contains(key), "the nodes " + nodeIndex + " and another have it");
        encryptionKeys = encryptionKeys.with(key, nodeIndex);
    }

    /// The leftmost blank leaf, after the tree was extended if there was none (RFC 9420 §7.7).
    @Enforces(CheckId.TREE_LEAVES_MAX)
    int claimBlankLeaf() {
        OptionalInt blank = root.leftmostBlankLeaf();
        if (blank.isPresent()) {
            return blank.getAsInt();
        }
        int leafCount = TreeMath.leavesBelow(root.index());
        CheckId.TREE_LEAVES_MAX.require(leafCount < rules.leavesMax(), "all " + leafCount + " leaves are taken");
        root = Subtree.parent(null, root, Subtree.blank(leafCount, root.level()));
        return leafCount;
    }

    /// Adds a member at the leftmost blank leaf, unmerged at each node above it (RFC 9420 §12.1.1).
    int add(LeafNode leaf) {
        int leafIndex = claimBlankLeaf();
        LeafNode own = leaf.compact();
        register(leafIndex, own);
        tallies = tallies.plus(own);
        root = root.with(leafIndex, own, (_, parent) -> parent == null ? null : withUnmerged(parent, leafIndex));
        return leafIndex;
    }

    private static ParentNode withUnmerged(ParentNode parent, long leafIndex) {
        List<Long> leaves = new ArrayList<>(parent.unmergedLeaves());
        int at = leaves.size();
        while (at > 0 && leaves.get(at - 1) > leafIndex) {
            at--;
        }
        leaves.add(at, leafIndex);
        return ParentNode.of(parent.encryptionKey(), parent.parentHash(), leaves);
    }

    /// Drops the right half of the tree as long as nobody is there (RFC 9420 §7.7).
    void truncate() {
        while (!root.isLeaf() && root.right().members() == 0) {
            root = root.left();
        }
    }

    /// Blanks the direct path of a leaf and sets the leaf and some of the nodes above it.
    void replacePath(int leafIndex, LeafNode leaf, Map<Integer, ParentNode> parents) {
        LeafNode before = empty(leafIndex);
        LeafNode own = leaf.compact();
        register(leafIndex, own);
        tallies = before == null ? tallies.plus(own) : tallies.replaced(before, own);
        parents.forEach(this::registerKey);
        root = root.with(leafIndex, own, (index, _) -> parents.get(index));
    }

    /// Starts from scratch with all nodes of a whole tree.
    void adopt(Subtree subtree) {
        root = subtree;
        adoptNodes(subtree);
    }

    private void adoptNodes(Subtree subtree) {
        if (subtree.isEmpty()) {
            return;
        }
        switch (subtree.node().orElse(null)) {
            case LeafNode leaf -> {
                register(subtree.index() / 2, leaf);
                tallies = tallies.plus(leaf);
            }
            case ParentNode parent -> registerKey(subtree.index(), parent);
            case null -> {}
        }
        if (!subtree.isLeaf()) {
            adoptNodes(subtree.left());
            adoptNodes(subtree.right());
        }
    }
}
