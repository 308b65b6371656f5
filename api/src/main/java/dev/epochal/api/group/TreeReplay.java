package dev.epochal.api.group;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.ParentNode;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.TreeMath;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.TreeNodeChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Finds the tree of an epoch whose GroupInfo came without one. The newest one is in the read model; an earlier one
/// follows from the nearest epoch before whose GroupInfo has a tree, by the nodes that each Commit since then has
/// changed.
final class TreeReplay {
    private final GroupReads groups;
    private final ByteString groupId;

    TreeReplay(GroupReads groups, ByteString groupId) {
        this.groups = groups;
        this.groupId = groupId;
    }

    /// The tree after the event; empty if the history does not reach back to a tree.
    Optional<RatchetTree> after(GroupEvent event) {
        return newest(event).or(() -> replayed(event));
    }

    private Optional<RatchetTree> replayed(GroupEvent event) {
        Deque<GroupEvent> since = new ArrayDeque<>();
        var at = Optional.of(event);
        while (at.isPresent() && RatchetTrees.published(at.get()).isEmpty()) {
            since.push(at.get());
            at = groups.beginning(groupId, at.get().getHeader().getEpochBefore());
        }
        return at.flatMap(RatchetTrees::published).map(base -> replay(base, since));
    }

    /// The tree of the newest epoch, if that is the one that the event began.
    private Optional<RatchetTree> newest(GroupEvent event) {
        return groups.headTree(groupId)
                .filter(head -> head.epoch() == event.getHeader().getEpochAfter())
                .map(head -> {
                    var nodes = new TreeMap<Integer, Node>();
                    head.nodes().forEach((index, bytes) -> nodes.put(index, node(index, bytes)));
                    return tree(nodes);
                });
    }

    private static RatchetTree replay(ByteString base, Deque<GroupEvent> since) {
        var nodes = new TreeMap<Integer, Node>();
        var tree = RatchetTree.parse(Octets.copyOf(base.toByteArray()));
        for (int i = 0; i < tree.nodes().size(); i++) {
            int index = i;
            tree.nodes().get(i).ifPresent(node -> nodes.put(index, node));
        }
        since.forEach(event -> change(nodes, RatchetTrees.after(event)));
        return tree(nodes);
    }

    private static RatchetTree tree(NavigableMap<Integer, Node> nodes) {
        List<Optional<Node>> all = new ArrayList<>();
        for (int i = 0; i <= nodes.lastKey(); i++) {
            all.add(Optional.ofNullable(nodes.get(i)));
        }
        return new RatchetTree(all);
    }

    private static void change(NavigableMap<Integer, Node> nodes, GroupStateAfter after) {
        for (TreeNodeChange change : after.getTreeDeltaList()) {
            if (change.getNode().isEmpty()) {
                nodes.remove(change.getNodeIndex());
            } else {
                nodes.put(change.getNodeIndex(), node(change.getNodeIndex(), change.getNode()));
            }
        }
        nodes.tailMap(after.getTreeSize(), true).clear();
    }

    private static Node node(int index, ByteString bytes) {
        var octets = Octets.copyOf(bytes.toByteArray());
        return TreeMath.isLeaf(index)
                ? Reader.whole(octets, "LeafNode", LeafNode::parse)
                : Reader.whole(octets, "ParentNode", ParentNode::parse);
    }
}
