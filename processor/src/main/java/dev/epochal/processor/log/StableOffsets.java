package dev.epochal.processor.log;

import dev.epochal.schema.log.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks every second how far readers are behind writers, in each partition that transactions write to. A transaction
/// that nobody ends stops all readers of its partition, whatever group they want to read of.
///
/// Every process with processors asks for all partitions, so the answer doesn't depend on who has them.
final class StableOffsets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StableOffsets.class);
    private static final List<Topic> EVENTS = List.of(Topic.GROUP_EVENTS, Topic.PAYLOAD_KEYS, Topic.DIRECTORY_EVENTS);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int ANSWER_LIMIT_MS = 2000;
    /// A broker that starts again may take so long.
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Admin admin;
    private final MeterRegistry registry;
    private final Map<TopicPartition, StableOffset> offsets = new HashMap<>();
    private final HangingWatch watch;
    private final Thread thread;
    private long warnAt = System.nanoTime() + SILENCE.toNanos();

    /// @param admin closed by whoever made it
    /// @param watch told for how long the first reader has been held back
    StableOffsets(Admin admin, LogIdentity log, HangingWatch watch, MeterRegistry registry) {
        this.admin = admin;
        this.watch = watch;
        this.registry = registry;
        EVENTS.forEach(topic -> add(topic, log.partitions()));
        add(Topic.VERDICTS, log.verdictPartitions());
        this.thread = Thread.ofVirtual().name("epochal-stable-offsets").unstarted(this::watch);
    }

    private void add(Topic topic, int partitions) {
        for (int i = 0; i < partitions; i++) {
            var partition = new TopicPartition(topic.topicName(), i);
            var offset = new StableOffset();
            offsets.put(partition, offset);
            gauge("epochal.log.stable.lag", partition, offset, StableOffset::lag)
                    .description("Records that nobody may read before a transaction ends")
                    .register(registry);
            gauge("epochal.log.stable.held", partition, offset, StableOffset::heldSeconds)
                    .description("For how long the first of these records has been held back")
                    .baseUnit("seconds")
                    .register(registry);
        }
    }

    private static Gauge.Builder<StableOffset> gauge(
            String name, TopicPartition partition, StableOffset offset, ToDoubleFunction<StableOffset> value) {
        return Gauge.builder(name, offset, value)
                .tag("topic", partition.topic())
                .tag("partition", Integer.toString(partition.partition()));
    }

    void start() {
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                observe();
                watch.observe(heldSeconds());
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void observe() throws InterruptedException {
        try {
            // In this order: what ends in between isn't mistaken for open.
            var ends = ask(IsolationLevel.READ_UNCOMMITTED);
            var stables = ask(IsolationLevel.READ_COMMITTED);
            long now = System.nanoTime();
            offsets.forEach((partition, offset) -> {
                long end = ends.getOrDefault(partition, 0L);
                offset.observe(end, stables.getOrDefault(partition, end), now);
            });
            warnAt = now + SILENCE.toNanos();
        } catch (ExecutionException | KafkaException e) {
            offsets.values().forEach(StableOffset::lose);
            warn(e);
        }
    }

    /// As long as nobody knows what holds readers back, nothing is done about it.
    private void warn(Exception why) {
        long now = System.nanoTime();
        if (now - warnAt >= 0) {
            warnAt = now + SILENCE.toNanos();
            LOG.warn(
                    "The log hasn't told for {} s how far readers may read, so whether they are held back is unknown: {}",
                    SILENCE.toSeconds(),
                    why.getMessage());
        }
    }

    /// Not a number while nothing is known.
    private double heldSeconds() {
        return offsets.values().stream()
                .mapToDouble(StableOffset::heldSeconds)
                .max()
                .orElse(Double.NaN);
    }

    private Map<TopicPartition, Long> ask(IsolationLevel isolation) throws ExecutionException, InterruptedException {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        offsets.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        var options = new ListOffsetsOptions(isolation).timeoutMs(ANSWER_LIMIT_MS);
        var told = new HashMap<TopicPartition, Long>();
        for (var answer : admin.listOffsets(wanted, options).all().get().entrySet()) {
            told.put(answer.getKey(), answer.getValue().offset());
        }
        return told;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
