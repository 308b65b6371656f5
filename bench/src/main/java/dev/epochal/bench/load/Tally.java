package dev.epochal.bench.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/// Counts what was answered inside a window of time. Thread-safe.
public final class Tally {
    private static final int DIGITS = 3;

    private final long from;
    private final long to;
    private final LongAdder answered = new LongAdder();
    private final ConcurrentHistogram nanos = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(10), DIGITS);
    private final ConcurrentHistogram nanosOfProblems = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(10), DIGITS);
    private final ConcurrentHistogram nanosOfLag = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(10), DIGITS);
    private final Map<String, LongAdder> problems = new ConcurrentHashMap<>();

    /// Counts from the one moment, in terms of [System#nanoTime], until just before the other.
    public Tally(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /// A count of what happens in this window, if it begins now.
    public static Tally from(Window window) {
        long from = System.nanoTime() + window.warmUp().toNanos();
        return new Tally(from, from + window.measured().toNanos());
    }

    /// A request that was due then was written now.
    void ask(long due, long now) {
        record(nanosOfLag, due, now);
    }

    /// A request that was due then was answered well now.
    public void accept(long due, long now) {
        if (isInside(now)) {
            answered.increment();
        }
        record(nanos, due, now);
    }

    private void record(ConcurrentHistogram histogram, long due, long now) {
        if (isInside(due)) {
            histogram.recordValue(Math.clamp(now - due, 0, histogram.getHighestTrackableValue()));
        }
    }

    /// A request that was due then was answered now, and not as it should have been.
    public void reject(String problem, long due, long now) {
        reject(problem);
        record(nanosOfProblems, due, now);
    }

    /// A request went wrong; no matter when, it counts.
    public void reject(String problem) {
        problems.computeIfAbsent(problem, _ -> new LongAdder()).increment();
    }

    private boolean isInside(long moment) {
        return moment - from >= 0 && moment - to < 0;
    }

    /// How many answers came inside the window.
    public long answered() {
        return answered.sum();
    }

    /// The latencies of the requests that were due inside the window.
    public Latency latency() {
        return Latency.of(nanos);
    }

    /// How long answers took that were not as they should have been.
    public Latency latencyOfProblems() {
        return Latency.of(nanosOfProblems);
    }

    /// How long after it was due a request had been written: what the generator itself is late.
    Latency lag() {
        return Latency.of(nanosOfLag);
    }

    /// The problems by kind.
    public Map<String, Long> problems() {
        var sums = new TreeMap<String, Long>();
        problems.forEach((problem, count) -> sums.put(problem, count.sum()));
        return sums;
    }
}
