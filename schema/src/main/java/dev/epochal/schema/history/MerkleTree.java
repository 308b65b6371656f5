package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A tree of RFC 6962 §2.1 over the leaf hashes of a history, and the proofs that it gives. Safe for use by several
/// threads if its subtrees are.
public final class MerkleTree {
    /// The size of each hash.
    public static final int HASH_SIZE = 32;

    /// The root of the tree without leaves: SHA-256 of nothing.
    public static final ByteString EMPTY_ROOT = new Sha256().finish();

    private static final int NODE_PREFIX = 0x01;

    private final Subtrees subtrees;

    /// A tree of as many leaves as anybody asks for, and the subtrees can tell.
    public MerkleTree(Subtrees subtrees) {
        this.subtrees = subtrees;
    }

    /// Where the roots of complete subtrees come from.
    public interface Subtrees {
        /// The root of the subtree over the leaves from `index * 2^level` up to but without `(index + 1) * 2^level`; at
        /// level 0 the leaf hash itself.
        ByteString root(int level, long index);
    }

    /// A tree whose leaves are all at hand. Each node is hashed once.
    public static MerkleTree of(List<ByteString> leafHashes) {
        return new MerkleTree(LeafHashes.of(leafHashes));
    }

    /// The hash of an inner node: SHA-256(0x01 || left || right).
    static ByteString node(ByteString left, ByteString right) {
        return new Sha256().octet(NODE_PREFIX).raw(left).raw(right).finish();
    }

    static ByteString requireHash(ByteString hash) {
        if (hash.size() != HASH_SIZE) {
            throw new IllegalArgumentException("A hash of " + hash.size() + " octets where " + HASH_SIZE + " belong");
        }
        return hash;
    }

    /// The root of the tree of the first `size` leaves.
    public ByteString root(long size) {
        return size == 0 ? EMPTY_ROOT : range(0, size);
    }

    /// The proof that a leaf is in the tree of the first `size` leaves: `PATH` of RFC 6962 §2.1.1, from the leaf to the
    /// root.
    ///
    /// @param index the leaf's, from 0 up to but without `size`
    public List<ByteString> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("There is no leaf " + index + " in a tree of " + size);
        }
        List<ByteString> path = new ArrayList<>();
        long begin = 0;
        long end = size;
        while (end - begin > 1) {
            long middle = begin + split(end - begin);
            if (index < middle) {
                path.add(range(middle, end));
                end = middle;
            } else {
                path.add(range(begin, middle));
                begin = middle;
            }
        }
        Collections.reverse(path);
        return path;
    }

    /// The proof that the tree of the first `older` leaves is the beginning of the one of the first `size`: `PROOF` of
    /// RFC 6962 §2.1.2. Empty if one of the two is empty or they are the same.
    public List<ByteString> consistency(long older, long size) {
        if (older < 0 || older > size) {
            throw new IllegalArgumentException("A tree of " + older + " isn't the beginning of one of " + size);
        }
        List<ByteString> proof = new ArrayList<>();
        if (older == 0 || older == size) {
            return proof;
        }
        long begin = 0;
        long end = size;
        boolean isKnown = true;
        while (older < end) {
            long middle = begin + split(end - begin);
            if (older <= middle) {
                proof.add(range(middle, end));
                end = middle;
            } else {
                proof.add(range(begin, middle));
                begin = middle;
                isKnown = false;
            }
        }
        if (!isKnown) {
            proof.add(range(begin, end));
        }
        Collections.reverse(proof);
        return proof;
    }

    private ByteString range(long begin, long end) {
        long length = end - begin;
        if (Long.bitCount(length) == 1) {
            int level = Long.numberOfTrailingZeros(length);
            return subtrees.root(level, begin >> level);
        }
        long middle = begin + split(length);
        return node(range(begin, middle), range(middle, end));
    }

    /// The largest power of two smaller than a length.
    private static long split(long length) {
        return Long.highestOneBit(length - 1);
    }
}
