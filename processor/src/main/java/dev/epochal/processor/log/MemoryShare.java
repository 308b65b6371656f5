package dev.epochal.processor.log;

import java.util.concurrent.atomic.AtomicInteger;

/// The memory for live states, shared evenly by the partitions that this process has at the moment.
final class MemoryShare {
    private final long bytesMax;
    private final AtomicInteger sharers = new AtomicInteger();

    MemoryShare(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void enter() {
        sharers.incrementAndGet();
    }

    void leave() {
        sharers.decrementAndGet();
    }

    /// What each sharer may take now.
    long share() {
        return bytesMax / Math.max(1, sharers.get());
    }
}
