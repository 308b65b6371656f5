package dev.epochal.schema.history;

import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.SeqRange;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeMap;

/// The events of a group whose payloads are gone and that no later event has explained so far. Used by one thread.
public final class MissingPayloads {
    /// When each of them was accepted, by its seq.
    private final TreeMap<Long, Long> acceptedAtMs = new TreeMap<>();

    /// Takes the next event. An erasure explains the events that it names.
    ///
    /// @param event as everybody reads it: opened, or erased where its key is gone
    /// @return false if it is a retention's, and erased what had not been kept as long as it says
    public boolean take(GroupEvent event) {
        if (SealedEvents.isErased(event)) {
            acceptedAtMs.put(event.getHeader().getSeq(), event.getHeader().getAcceptedAtMs());
        }
        boolean old = true;
        for (SeqRange range : event.getPayloadsErased().getRangesList()) {
            var named = acceptedAtMs.subMap(range.getFirst(), range.getBehind());
            old &= named.values().stream().allMatch(accepted -> isOld(accepted, event));
            named.clear();
        }
        return old;
    }

    private static boolean isOld(long acceptedAtMs, GroupEvent erasure) {
        long keptMs = erasure.getPayloadsErased().getKeptMs();
        long erasedAtMs = erasure.getHeader().getAcceptedAtMs();
        return keptMs <= 0 || (acceptedAtMs <= erasedAtMs && erasedAtMs - acceptedAtMs >= keptMs);
    }

    /// What nobody has explained, by seq. A view.
    public SortedSet<Long> seqs() {
        return Collections.unmodifiableSortedSet(acceptedAtMs.navigableKeySet());
    }
}
