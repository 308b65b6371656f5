package dev.epochal.processor.core;

import dev.epochal.schema.record.Position;
import java.util.List;

/// How a command came to be decided: where and when the log took it, and what the shell looked up for it.
///
/// @param command where the command stands on the log
/// @param receivedAtMs the log's timestamp of the command in milliseconds since 1970: the only clock of a decision
/// @param earlier events older than the state's memory with the command's idempotency key or body digest
public record Arrival(Position command, long receivedAtMs, List<EarlierEvent> earlier) {
    static final long SECOND_MS = 1_000;

    /// Copies the list.
    public Arrival {
        earlier = List.copyOf(earlier);
    }

    /// The same time in seconds, as MLS counts it.
    long receivedAtSeconds() {
        return Math.floorDiv(receivedAtMs, SECOND_MS);
    }
}
