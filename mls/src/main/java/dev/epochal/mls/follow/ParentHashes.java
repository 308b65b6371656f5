package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.LeafNodeSource;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.NodeHash;
import dev.epochal.mls.tree.ParentNode;
import dev.epochal.mls.tree.TreeMath;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks the parents of a whole tree: that each is parent-hash valid (RFC 9420 §7.9.2) and that its unmerged
/// leaves stand where they must (§12.4.3.1).
final class ParentHashes {
    private final NodeHash hasher;

    ParentHashes(NodeHash hasher) {
        this.hasher = hasher;
    }

    /// Refuses a tree that breaks a rule anywhere below the node.
    void check(Subtree subtree) {
        checkPlaces(subtree);
        checkChains(subtree);
    }

    @Enforces({CheckId.TREE_UNMERGED_LEAVES, CheckId.TREE_INVARIANT})
    private static void checkPlaces(Subtree subtree) {
        if (subtree.isEmpty() || subtree.isLeaf()) {
            return;
        }
        CheckId.TREE_INVARIANT.require(subtree.members() > 0, "the node " + subtree.index() + " or one below it");
        ParentNode parent = subtree.parentNode();
        if (parent != null) {
            checkUnmergedLeaves(subtree, parent);
        }
        checkPlaces(subtree.left());
        checkPlaces(subtree.right());
    }

    @Enforces(CheckId.TREE_PARENT_HASHES)
    private void checkChains(Subtree subtree) {
        if (subtree.isEmpty() || subtree.isLeaf()) {
            return;
        }
        ParentNode parent = subtree.parentNode();
        if (parent != null) {
            int chains = chains(subtree, parent, true) + chains(subtree, parent, false);
            CheckId.TREE_PARENT_HASHES.require(chains == 1, "the node " + subtree.index());
        }
        checkChains(subtree.left());
        checkChains(subtree.right());
    }

    private static void checkUnmergedLeaves(Subtree subtree, ParentNode parent) {
        for (long leaf : parent.unmergedLeaves()) {
            boolean below = leaf < TreeMath.LEAVES_MAX && TreeMath.covers(subtree.index(), (int) leaf);
            CheckId.TREE_UNMERGED_LEAVES.require(below, "the leaf " + leaf + " at the node " + subtree.index());
            Subtree between = subtree.towards((int) leaf);
            while (!between.isLeaf()) {
                ParentNode node = between.parentNode();
                CheckId.TREE_UNMERGED_LEAVES.require(
                        node == null || Collections.binarySearch(node.unmergedLeaves(), leaf) >= 0,
                        "the leaf " + leaf + " at the node " + between.index());
                between = between.towards((int) leaf);
            }
            CheckId.TREE_UNMERGED_LEAVES.require(!between.isEmpty(), "the leaf " + leaf + " is blank");
        }
    }

    /// How many nodes below one child chain up to the parent.
    private int chains(Subtree subtree, ParentNode parent, boolean viaLeft) {
        Subtree child = viaLeft ? subtree.left() : subtree.right();
        Subtree sibling = viaLeft ? subtree.right() : subtree.left();
        List<Integer> rest = new ArrayList<>();
        child.resolve(rest::add);
        List<Integer> unmerged = parent.unmergedLeaves().stream()
                .filter(leaf -> TreeMath.covers(child.index(), leaf.intValue()))
                .map(leaf -> (int) (2 * leaf))
                .toList();
        if (rest.size() != unmerged.size() + 1) {
            return 0;
        }
        rest.removeAll(new HashSet<>(unmerged));
        if (rest.size() != 1) {
            return 0;
        }
        Optional<Octets> claimed = parentHash(subtree.at(rest.getFirst()).node());
        Octets original = originalHash(sibling, parent.unmergedLeaves());
        Octets expected = hasher.parentHash(parent.encryptionKey(), parent.parentHash(), original);
        return claimed.isPresent() && claimed.get().equals(expected) ? 1 : 0;
    }

    private static Optional<Octets> parentHash(Optional<Node> node) {
        return switch (node.orElse(null)) {
            case ParentNode parent -> Optional.of(parent.parentHash());
            case LeafNode leaf
            when leaf.source() instanceof LeafNodeSource.InCommit(Octets parentHash) -> Optional.of(parentHash);
            case LeafNode _ -> Optional.empty();
            case null -> Optional.empty();
        };
    }

    /// The tree hash of the subtree as it was before the leaves were added.
    private Octets originalHash(Subtree subtree, List<Long> leaves) {
        List<Long> below = leaves.stream()
                .filter(leaf -> TreeMath.covers(subtree.index(), leaf.intValue()))
                .toList();
        if (below.isEmpty()) {
            return subtree.hash(hasher);
        }
        if (subtree.isLeaf()) {
            return hasher.leaf(subtree.index() / 2, Optional.empty());
        }
        return hasher.parent(
                Optional.ofNullable(without(subtree.parentNode(), below)),
                originalHash(subtree.left(), below),
                originalHash(subtree.right(), below));
    }

    private static @Nullable ParentNode without(@Nullable ParentNode parent, List<Long> leaves) {
        if (parent == null) {
            return null;
        }
        List<Long> rest = new ArrayList<>(parent.unmergedLeaves());
        rest.removeAll(new HashSet<>(leaves));
        return ParentNode.of(parent.encryptionKey(), parent.parentHash(), rest);
    }
}
