package dev.epochal.projections.wake;

import dev.epochal.projections.redis.RedisAddress;
import dev.epochal.projections.redis.RedisLink;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wake-ups from process to process through Redis, by which a change is seen at once wherever it was projected. Redis
/// may be away, slow, emptied or wrong: then it is seen a poll interval later, and nothing else is different.
public final class WakeUps implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WakeUps.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Channel channel;
    private final WakeUpMetrics metrics;
    private final List<Task> tasks = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /// What tells or hears.
    interface Task extends Runnable {
        /// Whether Redis took or answered what it was last asked for.
        boolean isWell();
    }

    private WakeUps(Channel channel, WakeUpMetrics metrics) {
        this.channel = channel;
        this.metrics = metrics;
    }

    /// Wake-ups over this server, which need not be there yet.
    ///
    /// @param log what no other log is called; processes of other logs hear nothing
    public static WakeUps over(RedisAddress address, String log, MeterRegistry registry) {
        var link = RedisLink.to(address, ANSWER_LIMIT);
        var channel = new Channel(link, Channel.name(log), new SecureRandom().nextLong());
        return new WakeUps(channel, WakeUpMetrics.in(registry));
    }

    /// From now on other processes are told what this one projects. The projection waits for nothing.
    public void tellOf(ChangeHub hub) {
        var outbox = new Outbox();
        hub.onProjected(news -> {
            if (!outbox.add(news)) {
                metrics.dropped().increment();
            }
        });
        start("epochal-wakeups-tell", new Teller(channel, outbox, metrics));
    }

    /// From now on those who wait here are woken by what other processes project.
    public void ring(ChangeHub hub) {
        start("epochal-wakeups-hear", new Listener(channel, hub, metrics));
    }

    /// Whether Redis is there, as far as is known: who only tells learns of it when there is something to tell.
    public boolean areWell() {
        return tasks.stream().allMatch(Task::isWell);
    }

    private void start(String name, Task task) {
        tasks.add(task);
        threads.add(Thread.ofPlatform().name(name).daemon().start(task));
    }

    /// Tells and hears nothing more.
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        for (var thread : threads) {
            awaitEnd(thread);
        }
        channel.link().close();
    }

    private static void awaitEnd(Thread thread) {
        try {
            if (!thread.join(CLOSING)) {
                LOG.warn("{} did not end in time; it ends with the program", thread.getName());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
