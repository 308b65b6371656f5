package dev.epochal.server.audit;

import dev.epochal.schema.history.MissingPayloads;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.server.audit.DifferenceException.Place;

/// Counts the events without a payload, and demands that later ones explain them. Used by one thread.
final class ErasureTally {
    /// An event stands on the line of its seq behind this one: lines count from 1, and the first is none of an event.
    private static final int LINES_BEFORE = 2;

    private final MissingPayloads missing = new MissingPayloads();
    private long erased;

    /// Takes the next event.
    ///
    /// @throws DifferenceException if it is a retention's, and erased what had not been kept as long as it says
    void take(GroupEvent event, Place place) {
        if (SealedEvents.isErased(event)) {
            erased++;
        }
        place.require(
                missing.take(event),
                Flaw.ERASURE,
                "a payload was erased that had not been kept as long as payloads are");
    }

    /// How many events have no payload any more.
    long erased() {
        return erased;
    }

    /// @throws DifferenceException if a payload is missing that nobody has erased
    void close() {
        if (!missing.seqs().isEmpty()) {
            long first = missing.seqs().first();
            throw new Place(first + LINES_BEFORE, first)
                    .differs(Flaw.ERASURE, "the payload is missing, and no later event says that it was erased");
        }
    }
}
