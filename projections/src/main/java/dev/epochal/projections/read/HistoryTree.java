package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.CompactRange;
import dev.epochal.schema.history.MerkleTree;

/// The tree over a group's history, read when it is asked for. Takes time in proportion to the leaves that an answer
/// covers, and memory in proportion to their logarithm.
public final class HistoryTree {
    private static final int PAGE = 5_000;

    private HistoryTree() {}

    /// The tree of a group.
    public static MerkleTree of(HistoryReads reads, ByteString groupId) {
        return new MerkleTree((level, index) ->
                range(reads, groupId, index << level, (index + 1) << level).root());
    }

    /// The tree of the first leaves.
    ///
    /// @throws ShortHistoryException if there are fewer
    public static CompactRange first(HistoryReads reads, ByteString groupId, long size) {
        return range(reads, groupId, 0, size);
    }

    private static CompactRange range(HistoryReads reads, ByteString groupId, long begin, long end) {
        var range = CompactRange.EMPTY;
        for (long at = begin; at < end; ) {
            var page = reads.leafHashes(groupId, at, Math.toIntExact(Math.min(PAGE, end - at)));
            if (page.isEmpty()) {
                throw new ShortHistoryException(at);
            }
            for (ByteString leafHash : page) {
                range = range.with(leafHash);
            }
            at += page.size();
        }
        return range;
    }

    /// A history ends before what was asked for.
    public static final class ShortHistoryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShortHistoryException(long length) {
            super("The history ends after " + length + " events");
        }
    }
}
