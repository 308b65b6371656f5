package dev.epochal.api.submission;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// How many submissions may wait for their verdicts at once, so that those who wait don't wait long. Thread-safe.
///
/// A crowd that comes at once is let in up to the bound: it goes as it has come. Only where the shortest wait within an
/// interval was too long, a queue stands that doesn't go; from then on only as many may wait as are decided within the
/// wait that is aimed at (Little's law). The bound grows again while somebody was decided sooner. A single partition
/// that stands still shows nothing here, since others go on; nor does a pause of all, in which nothing is decided.
final class Admission {
    /// The wait that is aimed at where there are too many.
    static final Duration WAIT = Duration.ofMillis(500);

    private static final long INTERVAL = Duration.ofMillis(100).toNanos();
    /// So many always may: less would leave a processor without work.
    private static final int LEAST = 64;
    /// By so small a part in each interval, since what it leads to shows only a wait later.
    private static final int GROWTH_SHARE = 50;

    private final int most;
    private final LongSupplier nanos;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int limit;
    private long began;
    private long shortest = Long.MAX_VALUE;
    private int decided;

    /// @param most how many may wait in the best case
    /// @param nanos a clock that never goes back
    Admission(int most, LongSupplier nanos) {
        this.most = most;
        this.limit = most;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /// Lets one more wait, if there is room. Never waits itself.
    boolean enter() {
        if (waiting.incrementAndGet() <= limit) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    /// Whether nobody more may wait now.
    boolean isFull() {
        return waiting.get() >= limit;
    }

    /// One has waited to no end.
    void leave() {
        waiting.decrementAndGet();
    }

    /// One was decided.
    ///
    /// @param since when it entered, by the same clock
    void leaveDecided(long since) {
        waiting.decrementAndGet();
        adjust(nanos.getAsLong(), since);
    }

    private synchronized void adjust(long now, long since) {
        shortest = Math.min(shortest, now - since);
        decided++;
        long interval = now - began;
        if (interval < INTERVAL) {
            return;
        }
        if (shortest > WAIT.toNanos()) {
            long served = decided * WAIT.toNanos() / interval;
            limit = Math.clamp(served, Math.min(LEAST, most), limit);
        } else {
            limit = Math.min(most, limit + Math.max(1, limit / GROWTH_SHARE));
        }
        began = now;
        shortest = Long.MAX_VALUE;
        decided = 0;
    }

    /// How many may wait now.
    int limit() {
        return limit;
    }
}
