package dev.epochal.simulation.broker;

import org.jspecify.annotations.Nullable;

/// A place of a partition's log: a record, or the marker that ends a transaction there.
final class Entry {
    private final long offset;
    private final long timestampMs;
    private final @Nullable LogRecord content;
    private Fate fate;

    /// Whether readers of ended transactions see a record.
    enum Fate {
        OPEN,
        IN_EFFECT,
        ABORTED
    }

    private Entry(long offset, long timestampMs, @Nullable LogRecord content, Fate fate) {
        this.offset = offset;
        this.timestampMs = timestampMs;
        this.content = content;
        this.fate = fate;
    }

    static Entry of(long offset, long timestampMs, LogRecord content, boolean inTransaction) {
        return new Entry(offset, timestampMs, content, inTransaction ? Fate.OPEN : Fate.IN_EFFECT);
    }

    static Entry marker(long offset, long timestampMs) {
        return new Entry(offset, timestampMs, null, Fate.ABORTED);
    }

    long offset() {
        return offset;
    }

    long timestampMs() {
        return timestampMs;
    }

    /// The record; absent in a marker.
    @Nullable
    LogRecord content() {
        return content;
    }

    Fate fate() {
        return fate;
    }

    void end(boolean inEffect) {
        fate = inEffect ? Fate.IN_EFFECT : Fate.ABORTED;
    }
}
