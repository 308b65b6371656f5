package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/// All complete subtrees of a list of leaves.
///
/// @param levels the roots of each level, leaves first
record LeafHashes(List<List<ByteString>> levels) implements MerkleTree.Subtrees {
    static LeafHashes of(List<ByteString> leafHashes) {
        List<List<ByteString>> levels = new ArrayList<>();
        List<ByteString> level = List.copyOf(leafHashes);
        level.forEach(MerkleTree::requireHash);
        while (!level.isEmpty()) {
            levels.add(level);
            List<ByteString> above = new ArrayList<>(level.size() / 2);
            for (int i = 0; i + 1 < level.size(); i += 2) {
                above.add(MerkleTree.node(level.get(i), level.get(i + 1)));
            }
            level = above;
        }
        return new LeafHashes(levels);
    }

    @Override
    public ByteString root(int level, long index) {
        return levels.get(level).get(Math.toIntExact(index));
    }
}
