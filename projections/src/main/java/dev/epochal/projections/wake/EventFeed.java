package dev.epochal.projections.wake;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.LiveEvents;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.projections.read.Subscription;
import dev.epochal.projections.wake.EventSource.Range;
import dev.epochal.schema.record.Identity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the read model and hands each new event to its followers, on one thread for all of them.
///
/// Projections of this process tell it each batch with its events, so that nothing is read again. What nobody told,
/// or told too late, is noticed by the offsets, and read once for all followers: a lost batch costs one poll
/// interval. The offsets are looked at as well when another process says that it has projected something: at once
/// after some quiet, and then not more often than each 20 ms. That a client's KeyPackages got few is looked at less
/// often.
public final class EventFeed implements LiveEvents, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final int BATCHES_MAX = 256;
    private static final int READ_AT_ONCE = 200;
    private static final int STOCKS_LOOKS = 4;
    private static final long LOOKS_APART_NANOS = Duration.ofMillis(20).toNanos();
    private static final Duration CLOSING = Duration.ofSeconds(5);
    /// Says nothing, and only wakes the thread.
    private static final EventBatch NUDGE = new EventBatch(0, 0, 0, List.of());

    private final EventSource source;
    private final Duration pollInterval;
    private final Followers followers = new Followers();
    private final BlockingQueue<EventBatch> told = new ArrayBlockingQueue<>(BATCHES_MAX);
    private final Map<Integer, Long> reached = new ConcurrentHashMap<>();
    private final Map<Identity, Long> lowStocks = new HashMap<>();
    private final Thread thread;
    private final AtomicBoolean heard = new AtomicBoolean();
    private long stocksAt = System.nanoTime();
    private volatile boolean closed;

    private EventFeed(EventSource source, Duration pollInterval) {
        this.source = source;
        this.pollInterval = pollInterval;
        this.thread = Thread.ofPlatform().name("epochal-feed").daemon().unstarted(this::run);
    }

    /// Starts where the read model is now.
    ///
    /// @param pollInterval how long an event that nobody tells of may stay unseen
    public static EventFeed start(EventSource source, ChangeHub hub, Duration pollInterval) {
        var feed = new EventFeed(source, pollInterval);
        hub.onEvents(feed::tell);
        hub.onHeard(feed::lookFor);
        feed.reached.putAll(source.positions());
        feed.thread.start();
        return feed;
    }

    /// Takes a batch that was projected. Never waits: what finds no room is read later.
    public void tell(EventBatch batch) {
        if (!told.offer(batch)) {
            LOG.debug("A batch finds no room and is read later");
        }
    }

    /// What another process says counts for nothing but a look.
    private void lookFor(News news) {
        boolean isNew = news.reached().entrySet().stream().anyMatch(place -> at(place.getKey()) < place.getValue());
        if (isNew && !followers.isEmpty() && !heard.getAndSet(true)) {
            tell(NUDGE);
        }
    }

    @Override
    public Subscription ofGroup(ByteString groupId) {
        var subscription = new FeedSubscription(_ -> {}, followers::leave);
        followers.follow(subscription, List.of(groupId));
        return subscription;
    }

    @Override
    public Subscription ofClient(Identity identity) {
        var subscription = new FeedSubscription(mended -> followGroups(mended, identity), closing -> {
            followers.leave(closing, identity);
            followers.leave(closing);
        });
        followers.follow(subscription, identity);
        followGroups(subscription, identity);
        return subscription;
    }

    /// What it becomes a member of after this reading is told by the client's name.
    private void followGroups(FeedSubscription subscription, Identity identity) {
        followers.leave(subscription);
        followers.follow(subscription, source.groupsOf(identity));
    }

    private void run() {
        long lookAt = System.nanoTime() + pollInterval.toNanos();
        long quietUntil = System.nanoTime();
        while (!closed) {
            try {
                var batch = told.poll(Math.max(1, lookAt - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (batch != null) {
                    take(batch);
                }
                if (heard.get() && quietUntil - lookAt < 0) {
                    lookAt = quietUntil;
                }
                if (System.nanoTime() - lookAt >= 0) {
                    quietUntil = System.nanoTime() + LOOKS_APART_NANOS;
                    lookAt = System.nanoTime() + pollInterval.toNanos();
                    look();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("New events can't be read for their followers; trying again. Look at the database", e);
                lookAt = System.nanoTime() + pollInterval.toNanos();
                quietUntil = lookAt;
            }
        }
    }

    /// What is heard from here on may be of something that this look doesn't find yet.
    private void look() {
        heard.set(false);
        source.positions().forEach(this::readTo);
        lookAtStocks();
    }

    private void take(EventBatch batch) {
        long at = at(batch.partition());
        if (batch.to() <= at) {
            return;
        }
        if (batch.from() > at) {
            readTo(batch.partition(), batch.to());
            return;
        }
        batch.events().stream().filter(event -> event.offset() >= at).forEach(followers::tell);
        reached.put(batch.partition(), batch.to());
    }

    /// Reads what is between the place that was reached and this one, a page after the other. If it fails in between,
    /// it goes on from the last page.
    private void readTo(int partition, long to) {
        while (at(partition) < to) {
            var range = new Range(partition, at(partition), to);
            var page = read(range);
            page.forEach(followers::tell);
            reached.put(
                    partition, page.size() < READ_AT_ONCE ? to : page.getLast().offset() + 1);
        }
    }

    private List<LoggedEvent> read(Range range) {
        if (followers.isEmpty()) {
            return List.of();
        }
        var groups = followers.groups();
        groups.addAll(source.joined(range, followers.clients()));
        return groups.isEmpty() ? List.of() : source.events(range, groups, READ_AT_ONCE);
    }

    /// Whoever follows a client whose stock of KeyPackages got low reads of it.
    private void lookAtStocks() {
        if (System.nanoTime() - stocksAt < 0) {
            return;
        }
        stocksAt = System.nanoTime() + STOCKS_LOOKS * pollInterval.toNanos();
        var clients = followers.clients();
        lowStocks.keySet().retainAll(clients);
        source.lowStocks(clients).forEach((client, seq) -> {
            Long before = lowStocks.put(client, seq);
            if (before == null || before < seq) {
                followers.breakOff(client);
            }
        });
    }

    private long at(int partition) {
        return reached.getOrDefault(partition, 0L);
    }

    /// Tells nothing more.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            if (!thread.join(CLOSING)) {
                LOG.warn("The feed did not end in time; it ends with the program");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
