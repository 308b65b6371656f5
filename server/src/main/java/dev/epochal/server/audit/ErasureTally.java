package dev.epochal.server.audit;

import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.server.audit.DifferenceException.Place;
import java.util.TreeMap;

/// The events without a payload that no later event has explained so far. Used by one thread.
final class ErasureTally {
    private final TreeMap<Long, Place> unexplained = new TreeMap<>();
    private long erased;

    /// Takes the next event.
    void take(GroupEvent event, Place place) {
        if (SealedEvents.isErased(event)) {
            unexplained.put(place.seq(), place);
            erased++;
        }
        for (var range : event.getPayloadsErased().getRangesList()) {
            unexplained.subMap(range.getFirst(), range.getBehind()).clear();
        }
    }

    /// How many events have no payload any more.
    long erased() {
        return erased;
    }

    /// @throws DifferenceException if a payload is missing that nobody has erased
    void close() {
        if (!unexplained.isEmpty()) {
            throw unexplained
                    .firstEntry()
                    .getValue()
                    .differs(Flaw.ERASURE, "the payload is missing, and no later event says that it was erased");
        }
    }
}
