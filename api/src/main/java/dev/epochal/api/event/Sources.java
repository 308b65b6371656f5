package dev.epochal.api.event;

import dev.epochal.api.group.GroupSight;
import dev.epochal.api.stream.StreamClock;

/// What the history of a group is told from.
///
/// @param sight what a caller may see
/// @param pages what there is
/// @param streams what comes
record Sources(GroupSight sight, EventPages pages, EventStreams streams) {
    EventFrames frames() {
        return streams.frames();
    }

    StreamClock clock() {
        return streams.clock();
    }
}
