package dev.epochal.projections.wake;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.Changes;
import dev.epochal.schema.record.Identity;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Wakes those who wait for a group or a client, and nobody else.
///
/// Projections ring as soon as their transaction has ended: those of the same process always, those of others where
/// [WakeUps] carry it. A change that nobody rang for is seen when the poll interval has passed.
public final class ChangeHub implements Changes {
    /// How long a change that nobody rang for may stay unseen, unless told otherwise.
    public static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final Duration pollInterval;
    private final ConcurrentMap<Long, Set<Sleeper>> sleepers = new ConcurrentHashMap<>();
    private final List<Consumer<EventBatch>> batches = new CopyOnWriteArrayList<>();
    private final List<Consumer<News>> projected = new CopyOnWriteArrayList<>();
    private final List<Consumer<News>> heard = new CopyOnWriteArrayList<>();

    /// @param pollInterval how long a change that nobody rang for may stay unseen
    public ChangeHub(Duration pollInterval) {
        if (pollInterval.toNanos() <= 0) {
            throw new IllegalArgumentException("The poll interval must be longer than nothing");
        }
        this.pollInterval = pollInterval;
    }

    @Override
    public boolean awaitGroup(ByteString groupId, Duration limit, Supplier<Boolean> ready) {
        return await(Subject.ofGroup(groupId), limit, ready);
    }

    @Override
    public boolean awaitClient(Identity identity, Duration limit, Supplier<Boolean> ready) {
        return await(Subject.ofClient(identity), limit, ready);
    }

    /// Tells this listener of each batch of group events that a projection of this process has written. It is called on
    /// the projection's thread, and so must not wait.
    public void onEvents(Consumer<EventBatch> listener) {
        batches.add(listener);
    }

    /// Tells the listeners of a batch that can be read now.
    public void eventsProjected(EventBatch batch) {
        batches.forEach(listener -> listener.accept(batch));
    }

    /// Wakes those whom it concerns that this process has projected something, and tells those who pass it on.
    public void projected(News news) {
        if (!news.subjects().isEmpty()) {
            news.subjects().forEach(this::ring);
            projected.forEach(listener -> listener.accept(news));
        }
    }

    /// Wakes those whom it concerns that another process says it has projected something.
    void heard(News news) {
        news.subjects().forEach(this::ring);
        heard.forEach(listener -> listener.accept(news));
    }

    /// Tells this listener what this process has projected. It is called on the projection's thread, and so must
    /// neither wait nor throw.
    void onProjected(Consumer<News> listener) {
        projected.add(listener);
    }

    /// Tells this listener what another process says it has projected. It must not wait.
    void onHeard(Consumer<News> listener) {
        heard.add(listener);
    }

    /// How many callers wait now.
    public int waiting() {
        return sleepers.values().stream().mapToInt(Set::size).sum();
    }

    private void ring(long subject) {
        Set<Sleeper> awaiting = sleepers.get(subject);
        if (awaiting != null) {
            awaiting.forEach(Sleeper::wake);
        }
    }

    private boolean await(long subject, Duration limit, Supplier<Boolean> ready) {
        long deadline = System.nanoTime() + limit.toNanos();
        var sleeper = new Sleeper();
        join(subject, sleeper);
        try {
            return awaitRinging(sleeper, deadline, ready);
        } finally {
            leave(subject, sleeper);
        }
    }

    /// Asks after joining, so that a change after the question rings the sleeper.
    private boolean awaitRinging(Sleeper sleeper, long deadline, Supplier<Boolean> ready) {
        while (true) {
            sleeper.forgetRinging();
            if (ready.get()) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            sleeper.sleep(Math.min(left, pollInterval.toNanos()));
        }
    }

    private void join(long subject, Sleeper sleeper) {
        sleepers.compute(subject, (key, others) -> {
            Set<Sleeper> all = others == null ? ConcurrentHashMap.newKeySet(2) : others;
            all.add(sleeper);
            return all;
        });
    }

    private void leave(long subject, Sleeper sleeper) {
        sleepers.computeIfPresent(subject, (key, all) -> {
            all.remove(sleeper);
            return all.isEmpty() ? null : all;
        });
    }
}
