package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.util.Iterator;
import java.util.List;

/// Checks proofs of trees of RFC 6962 by the algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2, which need nothing of the
/// tree but its root.
public final class MerkleProof {
    private MerkleProof() {}

    /// Whether a leaf is the one at an index of a tree.
    ///
    /// @param size how many leaves the tree has
    /// @param path the proof, from the leaf to the root
    public static boolean includes(long index, long size, ByteString leafHash, List<ByteString> path, ByteString root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        ByteString hash = leafHash;
        for (ByteString sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = MerkleTree.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = MerkleTree.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /// A tree, as a checkpoint tells it.
    ///
    /// @param size how many leaves it has
    /// @param root its root
    public record Head(long size, ByteString root) {}

    /// Whether a tree is the beginning of a larger one, or the same.
    ///
    /// @param proof the proof, empty if the two are the same or the older one has no leaf
    public static boolean extendsTo(Head older, Head newer, List<ByteString> proof) {
        if (older.size() < 0 || older.size() > newer.size()) {
            return false;
        }
        if (older.size() == newer.size()) {
            return proof.isEmpty() && older.root().equals(newer.root());
        }
        if (older.size() == 0) {
            return proof.isEmpty() && older.root().equals(MerkleTree.EMPTY_ROOT);
        }
        return Long.bitCount(older.size()) == 1
                ? climbs(older, newer, older.root(), proof.iterator())
                : !proof.isEmpty() && climbs(older, newer, proof.getFirst(), proof.listIterator(1));
    }

    private static boolean climbs(Head older, Head newer, ByteString begin, Iterator<ByteString> rest) {
        long node = older.size() - 1;
        long last = newer.size() - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        ByteString olderHash = begin;
        ByteString newerHash = begin;
        while (rest.hasNext()) {
            ByteString sibling = rest.next();
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                olderHash = MerkleTree.node(sibling, olderHash);
                newerHash = MerkleTree.node(sibling, newerHash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                newerHash = MerkleTree.node(newerHash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && olderHash.equals(older.root()) && newerHash.equals(newer.root());
    }
}
