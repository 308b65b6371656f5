package dev.epochal.api.group;

import dev.epochal.projections.read.GroupReads.GroupRow;
import dev.epochal.projections.read.Stay;
import java.util.List;

/// What a caller may read of a group's history: the events of its stays. Whoever came by a Welcome begins behind the
/// Commit that added it; whoever was removed ends with the Commit that removed it.
///
/// @param row the group's newest state, which the caller may not see if its last stay is over
/// @param stays at least one, oldest first
public record VisibleHistory(GroupRow row, List<Stay> stays) {
    /// Copies the list.
    public VisibleHistory {
        stays = List.copyOf(stays);
    }

    /// Seqs that can be read one after the other.
    ///
    /// @param first the first one that was asked for and may be read
    /// @param last the last one that there is, or `first - 1`
    /// @param over whether no event will ever follow `last` for the caller
    public record Stretch(long first, long last, boolean over) {
        /// How many events it has.
        public long size() {
            return last - first + 1;
        }
    }

    /// What there is from this seq on, up to the end of a stay. A client with two leaves has stays that overlap; the
    /// one that reaches farthest counts.
    public Stretch from(long seq) {
        var begin = stays.stream()
                .filter(stay -> stay.lastSeq() >= seq)
                .mapToLong(stay -> Math.max(seq, stay.firstSeq()))
                .min();
        if (begin.isEmpty()) {
            return new Stretch(seq, seq - 1, isOver());
        }
        long first = begin.getAsLong();
        long last = stays.stream()
                .filter(stay -> stay.firstSeq() <= first && stay.lastSeq() >= first)
                .mapToLong(Stay::lastSeq)
                .max()
                .orElse(first - 1);
        return new Stretch(first, Math.max(first - 1, Math.min(last, row.seq())), isOver() && last == lastSeq());
    }

    /// Whether the caller is no member any more.
    public boolean isOver() {
        return stays.stream().noneMatch(Stay::lasts);
    }

    /// Whether the caller was a member in the epoch, or is.
    public boolean hasEpoch(long epoch) {
        return stays.stream().anyMatch(stay -> stay.hasEpoch(epoch));
    }

    /// The newest event that the caller may know of.
    public long headSeq() {
        return Math.min(lastSeq(), row.seq());
    }

    /// The newest epoch that the caller may know of.
    public long epoch() {
        return isOver() ? stays.stream().mapToLong(Stay::toEpoch).max().orElse(row.epoch()) : row.epoch();
    }

    private long lastSeq() {
        return stays.stream().mapToLong(Stay::lastSeq).max().orElse(row.seq());
    }
}
