package dev.epochal.processor.log;

import dev.epochal.schema.log.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that reads commands and lets its partitions decide them. When its consumer fails, it begins anew with
/// another: nothing that matters is in it.
final class ProcessorLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorLoop.class);
    private static final List<String> TOPICS =
            List.of(Topic.GROUP_COMMANDS.topicName(), Topic.DIRECTORY_COMMANDS.topicName());
    private static final Duration IDLE_POLL = Duration.ofMillis(200);
    private static final Duration WAITING_POLL = Duration.ofMillis(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(1);

    private final Processors.Shared shared;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean stopping;
    private volatile boolean ended;
    private volatile Instant lastRound = Instant.EPOCH;
    private volatile int partitions;
    private volatile int deciding;
    private long measuredAt;

    ProcessorLoop(Processors.Shared shared) {
        this.shared = shared;
        this.measuredAt = shared.ports().ticker().nanos();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                try {
                    session();
                } catch (RuntimeException e) {
                    LOG.error("A processor lost its connection to the log and begins anew: {}", e.getMessage(), e);
                    pause();
                }
            }
        } finally {
            ended = true;
        }
    }

    /// From joining the consumer group to leaving it.
    private void session() {
        var reader = shared.ports().clients().commandConsumer();
        consumer = reader;
        var assignment = new Assignment(reader, shared);
        try {
            reader.subscribe(TOPICS, assignment);
            while (!stopping) {
                round(reader, assignment);
            }
        } catch (WakeupException e) {
            LOG.debug("Woken up to stop");
        } finally {
            consumer = null;
            leave(reader, assignment);
        }
    }

    private void round(Consumer<byte[], byte[]> reader, Assignment assignment) {
        var records = reader.poll(assignment.isWaiting() ? WAITING_POLL : IDLE_POLL);
        assignment.advance();
        assignment.decide(records);
        partitions = assignment.size();
        deciding = assignment.deciding();
        lastRound = Instant.now();
        long now = shared.ports().ticker().nanos();
        if (now - measuredAt >= MEASURE_EVERY.toNanos()) {
            assignment.measure();
            measuredAt = now;
        }
    }

    /// Gives all partitions back, so that others have them at once.
    private void leave(Consumer<byte[], byte[]> reader, Assignment assignment) {
        partitions = 0;
        deciding = 0;
        try (assignment) {
            assignment.close();
            reader.close(CloseOptions.timeout(
                    shared.ports().settings().timing().close().dividedBy(2)));
        } catch (RuntimeException e) {
            LOG.warn("A processor couldn't leave its consumer group; its partitions move a little later", e);
        }
    }

    private void pause() {
        try {
            shared.ports().ticker().pause(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    /// Lets the thread end after the batch that it is at.
    void stop() {
        stopping = true;
        var reader = consumer;
        if (reader != null) {
            reader.wakeup();
        }
    }

    /// How the thread is.
    ProcessorHealth.Loop health() {
        return new ProcessorHealth.Loop(!ended, lastRound, partitions, deciding);
    }
}
