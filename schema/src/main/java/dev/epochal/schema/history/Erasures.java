package dev.epochal.schema.history;

import dev.epochal.schema.record.PayloadKeys;
import dev.epochal.schema.record.SeqRange;
import java.util.List;

/// Which events an erasure names.
public final class Erasures {
    private Erasures() {}

    /// Whether ranges can stand in an erasure: none is empty, and each comes after the one before.
    ///
    /// @param end the seq behind the newest event that can be named
    public static boolean areInOrder(List<SeqRange> ranges, long end) {
        long reached = 0;
        for (SeqRange range : ranges) {
            if (range.getFirst() < reached || range.getBehind() <= range.getFirst() || range.getBehind() > end) {
                return false;
            }
            reached = range.getBehind();
        }
        return !ranges.isEmpty();
    }

    /// Whether an event is one of those.
    public static boolean cover(List<SeqRange> ranges, long seq) {
        return ranges.stream().anyMatch(range -> range.getFirst() <= seq && seq < range.getBehind());
    }

    /// The keys that are left after an erasure. The same if it takes none away.
    ///
    /// @param seq the event that erases
    public static PayloadKeys without(PayloadKeys keys, List<SeqRange> ranges, long seq) {
        PayloadKeys left = keys;
        for (SeqRange range : ranges) {
            left = PayloadKeyTree.without(left, range.getFirst(), range.getBehind());
        }
        return left.equals(keys) ? keys : left.toBuilder().setSeq(seq).build();
    }
}
