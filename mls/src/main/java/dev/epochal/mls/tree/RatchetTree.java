package dev.epochal.mls.tree;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.CipherSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A ratchet tree as it stands in the `ratchet_tree` extension (RFC 9420 §12.4.3.3): an immutable array of
/// nodes, filled up with blanks to a full tree. Only its form is checked here; see §7.9.2 and §12.4.3.1 for
/// what else must hold.
///
/// @param nodes the nodes up to the last non-blank one; blank nodes are empty
public record RatchetTree(List<Optional<Node>> nodes) implements Struct {
    /// Copies the list.
    public RatchetTree {
        nodes = List.copyOf(nodes);
    }

    /// Reads the contents of the extension.
    public static RatchetTree parse(Octets contents) {
        return Reader.whole(contents, "ratchet_tree", RatchetTree::parse);
    }

    /// Reads `optional<Node> ratchet_tree<V>`.
    public static RatchetTree parse(Reader reader) {
        Reader items = reader.vector("ratchet_tree");
        List<Optional<Node>> nodes = new ArrayList<>();
        while (items.hasRemaining()) {
            boolean leaf = TreeMath.isLeaf(nodes.size());
            nodes.add(items.optional("ratchet_tree", r -> parseNode(r, leaf)));
        }
        if (nodes.isEmpty() || nodes.getLast().isEmpty()) {
            throw items.malformed(Reason.BAD_NODE_ARRAY, "ratchet_tree");
        }
        return new RatchetTree(nodes);
    }

    private static Node parseNode(Reader reader, boolean leaf) {
        int type = reader.u8("Node.node_type");
        if (type != 1 && type != 2) {
            throw reader.malformedBehind(1, Reason.UNKNOWN_VALUE, "Node.node_type");
        }
        if (leaf != (type == 1)) {
            throw reader.malformedBehind(1, Reason.BAD_NODE_ARRAY, "Node.node_type");
        }
        return leaf ? LeafNode.parse(reader) : ParentNode.parse(reader);
    }

    /// How many leaves the full tree has: a power of two, blank ones included.
    public int leafCount() {
        return TreeMath.fullLeafCount(nodes.size() / 2 + 1L).orElseThrow();
    }

    /// How many nodes the full tree has, blank ones included.
    public int nodeCount() {
        return TreeMath.nodeCount(leafCount());
    }

    /// The node at an index of the full tree; empty if it is blank.
    public Optional<Node> node(int index) {
        return index < nodes.size() ? nodes.get(index) : Optional.empty();
    }

    /// The leaf with the index; empty if it is blank or beyond the tree.
    public Optional<LeafNode> leaf(long leafIndex) {
        return leafIndex < leafCount() && node((int) (2 * leafIndex)).orElse(null) instanceof LeafNode leaf
                ? Optional.of(leaf)
                : Optional.empty();
    }

    /// All non-blank leaves, in the order of their indices.
    public List<Member> members() {
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < nodes.size(); index += 2) {
            if (nodes.get(index).orElse(null) instanceof LeafNode leaf) {
                members.add(new Member(index / 2, leaf));
            }
        }
        return members;
    }

    /// The tree hash of the root (§7.8). Hashes every node.
    public Octets treeHash(CipherSuite suite) {
        return treeHash(suite, TreeMath.root(leafCount()));
    }

    /// The tree hash of the subtree below a node (§7.8).
    public Octets treeHash(CipherSuite suite, int index) {
        NodeHash hash = new NodeHash(suite);
        if (TreeMath.isLeaf(index)) {
            return hash.leaf(index / 2, node(index));
        }
        return hash.parent(
                node(index), treeHash(suite, TreeMath.leftOf(index)), treeHash(suite, TreeMath.rightOf(index)));
    }

    /// The nodes that together cover a subtree (§4.1.1): the resolution of a node, as node indices.
    public List<Integer> resolution(int index) {
        List<Integer> resolution = new ArrayList<>();
        resolve(index, resolution);
        return resolution;
    }

    private void resolve(int index, List<Integer> into) {
        if (index >= nodes.size() && TreeMath.isLeaf(index)) {
            return;
        }
        Optional<Node> node = node(index);
        if (node.isPresent()) {
            into.add(index);
            if (node.get() instanceof ParentNode parent) {
                parent.unmergedLeaves().forEach(leaf -> into.add((int) (2 * leaf)));
            }
        } else if (!TreeMath.isLeaf(index)) {
            resolve(TreeMath.leftOf(index), into);
            resolve(TreeMath.rightOf(index), into);
        }
    }

    @Override
    public void writeTo(Writer writer) {
        writer.vector(inner -> {
            for (Optional<Node> node : nodes) {
                inner.u8(node.isPresent() ? 1 : 0);
                node.ifPresent(value -> value.writeTo(inner.u8(value instanceof LeafNode ? 1 : 2)));
            }
        });
    }
}
