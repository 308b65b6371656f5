package dev.epochal.projections.wake;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.projections.read.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The events that wait for one follower.
final class FeedSubscription implements Subscription {
    private static final int EVENTS_MAX = 64;
    private static final int OCTETS_MAX = 256 << 10;

    /// The groups that it is told of; guarded by the feed.
    final Set<ByteString> groups = new HashSet<>();

    private final Consumer<FeedSubscription> mending;
    private final Consumer<FeedSubscription> closing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<LoggedEvent> waiting = new ArrayDeque<>();
    private long octets;
    private boolean broken;

    /// @param mending subscribes it anew
    /// @param closing ends it
    FeedSubscription(Consumer<FeedSubscription> mending, Consumer<FeedSubscription> closing) {
        this.mending = mending;
        this.closing = closing;
    }

    /// Never waits for the follower: one that is too slow misses the event, and knows.
    void offer(LoggedEvent event) {
        lock.lock();
        try {
            if (broken) {
                return;
            }
            if (!waiting.isEmpty() && (waiting.size() >= EVENTS_MAX || octets > OCTETS_MAX)) {
                breakNow();
                return;
            }
            waiting.add(event);
            octets += event.event().getSerializedSize();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// From here on it is known that events are missing.
    void breakOff() {
        lock.lock();
        try {
            breakNow();
        } finally {
            lock.unlock();
        }
    }

    private void breakNow() {
        broken = true;
        waiting.clear();
        octets = 0;
        changed.signal();
    }

    @Override
    public Optional<LoggedEvent> poll(Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (waiting.isEmpty() && !broken && left > 0) {
                left = changed.awaitNanos(left);
            }
            var next = Optional.ofNullable(waiting.poll());
            next.ifPresent(event -> octets -= event.event().getSerializedSize());
            return next;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isBroken() {
        lock.lock();
        try {
            return broken;
        } finally {
            lock.unlock();
        }
    }

    /// It is whole before it is subscribed anew, so that what is told meanwhile is kept.
    @Override
    public void mend() {
        lock.lock();
        try {
            broken = false;
            waiting.clear();
            octets = 0;
        } finally {
            lock.unlock();
        }
        mending.accept(this);
    }

    @Override
    public void close() {
        closing.accept(this);
    }
}
