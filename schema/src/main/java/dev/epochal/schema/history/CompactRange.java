package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/// The right edge of a tree of RFC 6962 §2.1: enough to append to it and to tell its root. Immutable.
///
/// @param size how many leaves the tree has
/// @param hashes the roots of its complete subtrees, the largest (leftmost) first: one for each bit that is set in
/// `size`
public record CompactRange(long size, List<ByteString> hashes) {
    /// The tree without leaves.
    public static final CompactRange EMPTY = new CompactRange(0, List.of());

    /// @throws IllegalArgumentException if there can't be so many hashes
    public CompactRange {
        hashes = List.copyOf(hashes);
        if (size < 0 || hashes.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException(
                    "A tree of " + size + " leaves doesn't have " + hashes.size() + " complete subtrees");
        }
        hashes.forEach(MerkleTree::requireHash);
    }

    /// Reads what [#bytes] wrote.
    ///
    /// @throws IllegalArgumentException if it isn't the edge of a tree of that size
    public static CompactRange parse(long size, ByteString bytes) {
        List<ByteString> hashes = new ArrayList<>();
        for (int at = 0; at < bytes.size(); at += MerkleTree.HASH_SIZE) {
            hashes.add(bytes.substring(at, Math.min(bytes.size(), at + MerkleTree.HASH_SIZE)));
        }
        return new CompactRange(size, hashes);
    }

    /// The tree with one more leaf. Takes one hash on average.
    ///
    /// @param leafHash the hash of the leaf, as [CanonicalHeader#leafHash] has it
    public CompactRange with(ByteString leafHash) {
        int merged = Long.numberOfTrailingZeros(~size);
        List<ByteString> longer = new ArrayList<>(hashes.subList(0, hashes.size() - merged));
        ByteString hash = MerkleTree.requireHash(leafHash);
        for (ByteString left :
                hashes.subList(hashes.size() - merged, hashes.size()).reversed()) {
            hash = MerkleTree.node(left, hash);
        }
        longer.add(hash);
        return new CompactRange(size + 1, longer);
    }

    /// The root of the tree: `MTH` of RFC 6962 §2.1.
    public ByteString root() {
        if (hashes.isEmpty()) {
            return MerkleTree.EMPTY_ROOT;
        }
        ByteString root = hashes.getLast();
        for (ByteString left : hashes.subList(0, hashes.size() - 1).reversed()) {
            root = MerkleTree.node(left, root);
        }
        return root;
    }

    /// The hashes one after the other.
    public ByteString bytes() {
        return ByteString.copyFrom(hashes);
    }
}
