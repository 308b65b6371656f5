package dev.epochal.api;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.LiveEvents;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.projections.read.Subscription;
import dev.epochal.schema.record.Identity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Hands on what a test tells, and breaks when the test says so.
final class FakeLive implements LiveEvents {
    private final List<Waiting> subscriptions = new CopyOnWriteArrayList<>();

    void tell(ByteString groupId, LoggedEvent event) {
        subscriptions.stream()
                .filter(waiting -> waiting.wanted.test(groupId))
                .forEach(waiting -> waiting.events.add(event));
    }

    void breakAll() {
        subscriptions.forEach(waiting -> waiting.broken = true);
    }

    int size() {
        return subscriptions.size();
    }

    @Override
    public Subscription ofGroup(ByteString groupId) {
        return subscribe(groupId::equals);
    }

    @Override
    public Subscription ofClient(Identity identity) {
        return subscribe(_ -> true);
    }

    private Subscription subscribe(Predicate<ByteString> wanted) {
        var subscription = new Waiting(wanted);
        subscriptions.add(subscription);
        return subscription;
    }

    private final class Waiting implements Subscription {
        private final Predicate<ByteString> wanted;
        private final BlockingQueue<LoggedEvent> events = new LinkedBlockingQueue<>();
        private volatile boolean broken;

        private Waiting(Predicate<ByteString> wanted) {
            this.wanted = wanted;
        }

        @Override
        public Optional<LoggedEvent> poll(Duration limit) {
            try {
                return Optional.ofNullable(events.poll(Math.min(20, limit.toMillis()), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public boolean isBroken() {
            return broken;
        }

        @Override
        public void mend() {
            broken = false;
        }

        @Override
        public void close() {
            subscriptions.remove(this);
        }
    }
}
