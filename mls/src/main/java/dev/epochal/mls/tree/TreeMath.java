package dev.epochal.mls.tree;

import java.util.Optional;
import java.util.OptionalInt;

/// Where the nodes of a full binary tree stand in its array (RFC 9420 appendix C). Trees have a power of two of
/// leaves; the leaf with index `L` is the node `2L`.
public final class TreeMath {
    /// The most leaves that a tree can have here.
    public static final int LEAVES_MAX = 1 << 29;

    private TreeMath() {}

    /// How high the node stands; leaves are at 0.
    public static int level(int node) {
        return Integer.numberOfTrailingZeros(~node);
    }

    /// Whether the node is a leaf.
    public static boolean isLeaf(int node) {
        return (node & 1) == 0;
    }

    /// How many nodes a tree with so many leaves has.
    public static int nodeCount(int leafCount) {
        return 2 * leafCount - 1;
    }

    /// The root of a tree with so many leaves.
    public static int root(int leafCount) {
        return leafCount - 1;
    }

    /// The left child; empty for a leaf.
    public static OptionalInt left(int node) {
        return isLeaf(node) ? OptionalInt.empty() : OptionalInt.of(leftOf(node));
    }

    /// The right child; empty for a leaf.
    public static OptionalInt right(int node) {
        return isLeaf(node) ? OptionalInt.empty() : OptionalInt.of(rightOf(node));
    }

    /// The parent; empty for the root.
    public static OptionalInt parent(int node, int leafCount) {
        return node == root(leafCount) ? OptionalInt.empty() : OptionalInt.of(parentOf(node));
    }

    /// The other child of the parent; empty for the root.
    public static OptionalInt sibling(int node, int leafCount) {
        return node == root(leafCount) ? OptionalInt.empty() : OptionalInt.of(siblingOf(node));
    }

    /// The smallest power of two that is not less than the count, at least 1; empty beyond [#LEAVES_MAX].
    public static Optional<Integer> fullLeafCount(long leaves) {
        if (leaves > LEAVES_MAX) {
            return Optional.empty();
        }
        return Optional.of(leaves <= 1 ? 1 : Integer.highestOneBit((int) leaves - 1) << 1);
    }

    /// The left child of a parent node.
    public static int leftOf(int parent) {
        return parent ^ (1 << (level(parent) - 1));
    }

    /// The right child of a parent node.
    public static int rightOf(int parent) {
        return parent ^ (3 << (level(parent) - 1));
    }

    /// The parent of a node that isn't the root.
    public static int parentOf(int node) {
        int level = level(node);
        return (node | (1 << level)) & ~(1 << (level + 1));
    }

    /// The sibling of a node that isn't the root.
    public static int siblingOf(int node) {
        return node ^ (2 << level(node));
    }

    /// The leftmost leaf index below the node.
    public static int firstLeafBelow(int node) {
        return (node - (1 << level(node)) + 1) / 2;
    }

    /// How many leaves there are below the node.
    public static int leavesBelow(int node) {
        return 1 << level(node);
    }

    /// Whether the leaf stands below the node.
    public static boolean covers(int node, int leafIndex) {
        int first = firstLeafBelow(node);
        return leafIndex >= first && leafIndex < first + leavesBelow(node);
    }
}
