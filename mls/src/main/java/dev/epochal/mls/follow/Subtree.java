package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.NodeHash;
import dev.epochal.mls.tree.ParentNode;
import dev.epochal.mls.tree.TreeMath;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// An immutable part of a ratchet tree: a node and all below it. A change makes new nodes from the changed leaf
/// up and shares the rest. The tree hash is computed when it is first asked for and kept; as it is a function
/// of the rest, it doesn't matter which thread does it.
final class Subtree {
    private final int index;
    private final @Nullable Node node;
    private final @Nullable Subtree left;
    private final @Nullable Subtree right;
    private final int members;
    private final boolean empty;
    private @Nullable Octets hash;

    private Subtree(int index, @Nullable Node node, @Nullable Subtree left, @Nullable Subtree right) {
        this.index = index;
        this.node = node;
        this.left = left;
        this.right = right;
        this.members = left == null || right == null ? (node == null ? 0 : 1) : left.members + right.members;
        this.empty = node == null && (left == null || left.empty) && (right == null || right.empty);
    }

    /// What becomes of the parent nodes above a changed leaf.
    @FunctionalInterface
    interface ParentEdit {
        @Nullable
        ParentNode edit(int index, @Nullable ParentNode parent);
    }

    static Subtree leaf(int leafIndex, @Nullable LeafNode leaf) {
        return new Subtree(2 * leafIndex, leaf, null, null);
    }

    static Subtree parent(@Nullable ParentNode parent, Subtree left, Subtree right) {
        return new Subtree((left.index + right.index) / 2, parent, left, right);
    }

    /// A subtree of blank nodes only.
    static Subtree blank(int firstLeaf, int level) {
        if (level == 0) {
            return leaf(firstLeaf, null);
        }
        int half = 1 << (level - 1);
        return parent(null, blank(firstLeaf, level - 1), blank(firstLeaf + half, level - 1));
    }

    int index() {
        return index;
    }

    int level() {
        return TreeMath.level(index);
    }

    boolean isLeaf() {
        return left == null;
    }

    /// How many non-blank leaves there are.
    int members() {
        return members;
    }

    /// Whether all nodes are blank, so that the resolution is empty.
    boolean isEmpty() {
        return empty;
    }

    Optional<Node> node() {
        return Optional.ofNullable(node);
    }

    @Nullable
    LeafNode leafNode() {
        return node instanceof LeafNode leaf ? leaf : null;
    }

    @Nullable
    ParentNode parentNode() {
        return node instanceof ParentNode parent ? parent : null;
    }

    Subtree left() {
        if (left == null) {
            throw new IllegalStateException("a leaf has no children");
        }
        return left;
    }

    Subtree right() {
        if (right == null) {
            throw new IllegalStateException("a leaf has no children");
        }
        return right;
    }

    /// The child above the leaf.
    Subtree towards(int leafIndex) {
        return 2 * leafIndex < index ? left() : right();
    }

    /// The child not above the leaf.
    Subtree awayFrom(int leafIndex) {
        return 2 * leafIndex < index ? right() : left();
    }

    /// The subtree of a node at or below this one.
    Subtree at(int nodeIndex) {
        Subtree subtree = this;
        while (subtree.index != nodeIndex) {
            subtree = nodeIndex < subtree.index ? subtree.left() : subtree.right();
        }
        return subtree;
    }

    /// The tree hash (RFC 9420 §7.8).
    Octets hash(NodeHash hasher) {
        Octets known = hash;
        if (known == null) {
            known = left == null || right == null
                    ? hasher.leaf(index / 2, node())
                    : hasher.parent(node(), left.hash(hasher), right.hash(hasher));
            hash = known;
        }
        return known;
    }

    /// The same with another leaf at a place, the parents above it edited from the root down.
    Subtree with(int leafIndex, @Nullable LeafNode leaf, ParentEdit parents) {
        if (left == null || right == null) {
            return leaf(leafIndex, leaf);
        }
        ParentNode edited = parents.edit(index, parentNode());
        return 2 * leafIndex < index
                ? parent(edited, left.with(leafIndex, leaf, parents), right)
                : parent(edited, left, right.with(leafIndex, leaf, parents));
    }

    /// The leftmost blank leaf.
    OptionalInt leftmostBlankLeaf() {
        if (members == TreeMath.leavesBelow(index)) {
            return OptionalInt.empty();
        }
        Subtree subtree = this;
        while (!subtree.isLeaf()) {
            Subtree first = subtree.left();
            subtree = first.members < TreeMath.leavesBelow(first.index) ? first : subtree.right();
        }
        return OptionalInt.of(subtree.index / 2);
    }

    /// The node indices of the resolution (RFC 9420 §4.1.1), in order.
    void resolve(IntConsumer each) {
        if (empty) {
            return;
        }
        if (node == null) {
            left().resolve(each);
            right().resolve(each);
            return;
        }
        each.accept(index);
        if (node instanceof ParentNode parent) {
            parent.unmergedLeaves().forEach(leaf -> each.accept((int) (2 * leaf)));
        }
    }
}
