package dev.epochal.projections.wake;

import dev.epochal.projections.read.LoggedEvent;
import java.util.List;

/// What has just been projected of a partition of the group events.
///
/// @param partition the partition
/// @param from the offset that it was projected to before
/// @param to the offset that it is projected to now
/// @param events the events in between, in order
public record EventBatch(int partition, long from, long to, List<LoggedEvent> events) {
    /// Copies the list.
    public EventBatch {
        events = List.copyOf(events);
    }
}
