package dev.epochal.api.exchange;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/// Lets one of many equal log lines pass in each second, and counts those in between. Thread-safe.
final class Thinning {
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private long next;
    private int leftOut;

    /// Lets the first line pass.
    ///
    /// @param nanos a clock that only goes forward
    Thinning(LongSupplier nanos) {
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /// One line more.
    ///
    /// @return how many were left out since the last one that passed; empty if this one is left out too
    synchronized OptionalInt pass() {
        long now = nanos.getAsLong();
        if (now - next < 0) {
            leftOut++;
            return OptionalInt.empty();
        }
        int before = leftOut;
        leftOut = 0;
        next = now + INTERVAL;
        return OptionalInt.of(before);
    }
}
