package dev.epochal.server.audit;

import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.server.audit.DifferenceException.Place;
import java.util.TreeMap;

/// The events without a payload that no later event has explained so far. Used by one thread.
final class ErasureTally {
    private final TreeMap<Long, Missing> unexplained = new TreeMap<>();
    private long erased;

    /// An event without its payload.
    private record Missing(Place place, long acceptedAtMs) {}

    /// Takes the next event.
    ///
    /// @throws DifferenceException if it is a retention's, and erased what had not been kept as long as it says
    void take(GroupEvent event, Place place) {
        if (SealedEvents.isErased(event)) {
            unexplained.put(place.seq(), new Missing(place, event.getHeader().getAcceptedAtMs()));
            erased++;
        }
        var erasure = event.getPayloadsErased();
        for (var range : erasure.getRangesList()) {
            var named = unexplained.subMap(range.getFirst(), range.getBehind());
            if (erasure.getKeptMs() > 0) {
                long old = event.getHeader().getAcceptedAtMs() - erasure.getKeptMs();
                place.require(
                        named.values().stream().allMatch(missing -> missing.acceptedAtMs() <= old),
                        Flaw.ERASURE,
                        "a payload was erased that had not been kept as long as payloads are");
            }
            named.clear();
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
                    .place()
                    .differs(Flaw.ERASURE, "the payload is missing, and no later event says that it was erased");
        }
    }
}
