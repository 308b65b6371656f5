package dev.epochal.projections.wake;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears what other processes publish, and keeps a connection for it: one that broke, or no longer answers, is replaced
/// after a moment. What is published meanwhile is lost.
final class Listener implements WakeUps.Task {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration CHECK = Duration.ofSeconds(5);

    private final Channel channel;
    private final ChangeHub hub;
    private final WakeUpMetrics metrics;
    private volatile boolean away;

    Listener(Channel channel, ChangeHub hub, WakeUpMetrics metrics) {
        this.channel = channel;
        this.hub = hub;
        this.metrics = metrics;
    }

    @Override
    public void run() {
        var sleeper = new Sleeper();
        while (!Thread.currentThread().isInterrupted()) {
            try (var connection = channel.link().connectToHear()) {
                listen(connection, sleeper);
            } catch (RuntimeException e) {
                lost(e);
            }
            sleeper.forgetRinging();
            sleeper.sleep(REST.toNanos());
        }
    }

    @Override
    public boolean isWell() {
        return !away;
    }

    /// Subscribing again changes nothing, and is answered also on a connection that can only hear.
    private void listen(StatefulRedisPubSubConnection<String, byte[]> connection, Sleeper sleeper) {
        connection.addListener(new Ear());
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> broken) {
                sleeper.wake();
            }
        });
        while (!Thread.currentThread().isInterrupted()) {
            sleeper.forgetRinging();
            connection.sync().subscribe(channel.name());
            found();
            sleeper.sleep(CHECK.toNanos());
        }
    }

    private void lost(RuntimeException cause) {
        if (!away && !Thread.currentThread().isInterrupted()) {
            LOG.warn("Redis wakes nobody up: what other processes project is seen by polling, until it is back", cause);
        }
        away = true;
    }

    private void found() {
        if (away) {
            LOG.info("Redis wakes up again");
        }
        away = false;
    }

    /// Called on the connection's thread, so it only rings.
    private final class Ear extends RedisPubSubAdapter<String, byte[]> {
        @Override
        public void message(String from, byte[] octets) {
            WakeUp.parse(octets).ifPresentOrElse(this::hear, metrics.malformed()::increment);
        }

        /// This process has told itself before.
        private void hear(WakeUp wakeUp) {
            if (wakeUp.sender() != channel.self()) {
                metrics.heard().increment();
                hub.heard(wakeUp.news());
            }
        }
    }
}
