package dev.epochal.bench.load;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests that belong together, such as those to one group. In an ordered lane each request needs the success of
/// the one before, so one that is due early waits, and its waiting counts. Thread-safe.
public final class Lane {
    private final Queue<byte[]> requests;
    private final boolean ordered;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<Long> due = new ArrayDeque<>();
    private boolean busy;

    private Lane(List<byte[]> requests, boolean ordered) {
        this.requests = new ConcurrentLinkedQueue<>(requests);
        this.ordered = ordered;
    }

    /// A lane whose requests go one after the other.
    public static Lane ordered(List<byte[]> requests) {
        return new Lane(requests, true);
    }

    /// A lane whose requests don't need each other.
    public static Lane free(List<byte[]> requests) {
        return new Lane(requests, false);
    }

    /// The next request; empty if there is none left.
    Optional<byte[]> next() {
        return Optional.ofNullable(requests.poll());
    }

    /// How many requests were accepted.
    public int accepted() {
        return accepted.get();
    }

    void accept() {
        accepted.incrementAndGet();
    }

    /// A request is due.
    ///
    /// @return whether the caller is to work the lane off by [#nextDue]
    synchronized boolean arrive(long nanos) {
        due.add(nanos);
        if (ordered && busy) {
            return false;
        }
        busy = true;
        return true;
    }

    /// When the next waiting request was due; empty if none waits, which ends the caller's work.
    synchronized OptionalLong nextDue() {
        var next = due.poll();
        if (next == null) {
            busy = false;
            return OptionalLong.empty();
        }
        return OptionalLong.of(next);
    }
}
