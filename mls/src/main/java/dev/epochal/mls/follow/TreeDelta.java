package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.tree.Node;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What changes in a ratchet tree from one epoch to the next.
///
/// @param leafCount how many leaves the new tree has, blank ones included
/// @param nodes each changed node: its index, and its exact octets (without the node type) or nothing if it is
///     now blank or beyond the new tree
public record TreeDelta(int leafCount, SortedMap<Integer, Optional<Octets>> nodes) {
    /// Makes the map unmodifiable.
    public TreeDelta {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }

    /// What changed from one state of a group to another.
    public static TreeDelta between(PublicGroup before, PublicGroup after) {
        return between(before.tree().root(), after.tree().root());
    }

    static TreeDelta between(Subtree before, Subtree after) {
        SortedMap<Integer, Optional<Octets>> nodes = new TreeMap<>();
        Subtree lower = before;
        Subtree upper = after;
        while (upper.level() > lower.level()) {
            collect(upper, true, nodes);
            collectAll(upper.right(), true, nodes);
            upper = upper.left();
        }
        while (lower.level() > upper.level()) {
            collect(lower, false, nodes);
            collectAll(lower.right(), false, nodes);
            lower = lower.left();
        }
        compare(lower, upper, nodes);
        return new TreeDelta(1 << after.level(), nodes);
    }

    private static void collect(Subtree subtree, boolean added, SortedMap<Integer, Optional<Octets>> nodes) {
        subtree.node().ifPresent(node -> nodes.put(subtree.index(), added ? bytes(node) : Optional.empty()));
    }

    private static void collectAll(Subtree subtree, boolean added, SortedMap<Integer, Optional<Octets>> nodes) {
        if (subtree.isEmpty()) {
            return;
        }
        collect(subtree, added, nodes);
        if (!subtree.isLeaf()) {
            collectAll(subtree.left(), added, nodes);
            collectAll(subtree.right(), added, nodes);
        }
    }

    private static void compare(Subtree before, Subtree after, SortedMap<Integer, Optional<Octets>> nodes) {
        if (before == after) {
            return;
        }
        Optional<Octets> octets = after.node().flatMap(TreeDelta::bytes);
        if (!octets.equals(before.node().flatMap(TreeDelta::bytes))) {
            nodes.put(after.index(), octets);
        }
        if (!after.isLeaf()) {
            compare(before.left(), after.left(), nodes);
            compare(before.right(), after.right(), nodes);
        }
    }

    private static Optional<Octets> bytes(Node node) {
        return Optional.of(node.bytes());
    }
}
