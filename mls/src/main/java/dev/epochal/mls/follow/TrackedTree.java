package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Member;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.NodeHash;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.TreeMath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A ratchet tree with what is needed to check a change of it in time that doesn't grow with its members. Immutable.
///
/// @param hasher the suite's hashes
/// @param root the nodes
/// @param encryptionKeys the node index of each encryption key in the tree
/// @param signatureKeys the leaf index of each signature key in the tree
/// @param clients how many members each client is
/// @param tallies what the members support
record TrackedTree(
        NodeHash hasher,
        Subtree root,
        PersistentMap<Octets, Integer> encryptionKeys,
        PersistentMap<Octets, Integer> signatureKeys,
        PersistentMap<Octets, Integer> clients,
        Tallies tallies) {

    CipherSuite suite() {
        return hasher.suite();
    }

    int leafCount() {
        return TreeMath.leavesBelow(root.index());
    }

    int memberCount() {
        return root.members();
    }

    Octets hash() {
        return root.hash(hasher);
    }

    /// The leaf with the index; empty if it is blank or beyond the tree.
    Optional<LeafNode> leaf(long leafIndex) {
        return leafIndex >= 0 && leafIndex < leafCount()
                ? Optional.ofNullable(root.at((int) (2 * leafIndex)).leafNode())
                : Optional.empty();
    }

    /// Whether all members support it.
    boolean allSupport(Tallies.Kind kind, int code) {
        return tallies.supporters(kind, code) == memberCount();
    }

    List<Member> members() {
        List<Member> members = new ArrayList<>(memberCount());
        collect(root, members);
        return members;
    }

    private static void collect(Subtree subtree, List<Member> members) {
        if (subtree.members() == 0) {
            return;
        }
        if (subtree.isLeaf()) {
            subtree.node().ifPresent(node -> members.add(new Member(subtree.index() / 2, (LeafNode) node)));
        } else {
            collect(subtree.left(), members);
            collect(subtree.right(), members);
        }
    }

    /// The nodes as they stand in the `ratchet_tree` extension.
    RatchetTree toRatchetTree() {
        List<Optional<Node>> nodes = new ArrayList<>(TreeMath.nodeCount(leafCount()));
        append(root, nodes);
        while (nodes.size() > 1 && nodes.getLast().isEmpty()) {
            nodes.removeLast();
        }
        return new RatchetTree(nodes);
    }

    /// The contents of the `ratchet_tree` extension, made of the nodes' own octets.
    Octets encoded() {
        Writer nodes = new Writer(256);
        write(root, nodes, 0);
        Octets octets = nodes.toOctets();
        return new Writer(octets.size() + 4).opaque(octets).toOctets();
    }

    /// Writes blank nodes only once one follows that isn't: the last ones are left out.
    ///
    /// @param blanks how many blank nodes before this part aren't written yet
    /// @return how many are not afterwards
    private static int write(Subtree subtree, Writer nodes, int blanks) {
        int before = subtree.isLeaf() ? blanks : write(subtree.left(), nodes, blanks);
        int after = before + 1;
        if (subtree.node().isPresent()) {
            for (int i = 0; i < before; i++) {
                nodes.u8(0);
            }
            Node node = subtree.node().get();
            nodes.u8(1).u8(node instanceof LeafNode ? 1 : 2).raw(node.bytes());
            after = 0;
        }
        return subtree.isLeaf() ? after : write(subtree.right(), nodes, after);
    }

    private static void append(Subtree subtree, List<Optional<Node>> nodes) {
        if (!subtree.isLeaf()) {
            append(subtree.left(), nodes);
        }
        nodes.add(subtree.node());
        if (!subtree.isLeaf()) {
            append(subtree.right(), nodes);
        }
    }
}
