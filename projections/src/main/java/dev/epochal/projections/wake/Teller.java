package dev.epochal.projections.wake;

import dev.epochal.projections.redis.RedisLink;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes what is in the outbox, on a thread of its own: whoever fills it waits for nothing. What Redis doesn't take
/// is dropped; after a failure Redis is left alone for a moment.
final class Teller implements WakeUps.Task {
    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
    private static final Duration REST = Duration.ofSeconds(1);

    private final RedisLink link;
    private final String channel;
    private final long sender;
    private final Outbox outbox;
    private final WakeUpMetrics metrics;
    private Optional<StatefulRedisConnection<String, byte[]>> connection = Optional.empty();
    private long restUntil = System.nanoTime();
    private volatile boolean away;

    Teller(Channel channel, Outbox outbox, WakeUpMetrics metrics) {
        this.link = channel.link();
        this.channel = channel.name();
        this.sender = channel.self();
        this.outbox = outbox;
        this.metrics = metrics;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                tell(new WakeUp(sender, outbox.take()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    @Override
    public boolean isWell() {
        return !away;
    }

    private void tell(WakeUp wakeUp) {
        try {
            if (isConnected()) {
                connection.orElseThrow().sync().publish(channel, wakeUp.toBytes());
                metrics.published().increment();
                away = false;
                return;
            }
        } catch (RuntimeException e) {
            leaveAlone(e);
        }
        metrics.dropped().increment();
    }

    private boolean isConnected() {
        if (connection.isEmpty() && System.nanoTime() - restUntil >= 0) {
            connection = Optional.of(link.connect());
        }
        return connection.isPresent();
    }

    private void leaveAlone(RuntimeException cause) {
        if (!away && !Thread.currentThread().isInterrupted()) {
            LOG.warn("Redis takes no wake-ups: other processes see by polling what is projected here", cause);
        }
        away = true;
        disconnect();
        restUntil = System.nanoTime() + REST.toNanos();
    }

    private void disconnect() {
        connection.ifPresent(broken -> {
            var _ = broken.closeAsync();
        });
        connection = Optional.empty();
    }
}
