package dev.epochal.api.submission;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one partition of the verdicts from its end on, on a thread of its own. It keeps no position: who waits when
/// this process dies asks for the outcome by the submission's id.
final class VerdictReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VerdictReader.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private final Consumer<Verdict> decided;
    private final TopicPartition place;
    private final Thread thread;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean following = true;
    private volatile boolean closed;
    private long next;

    private VerdictReader(Map<String, Object> settings, String instance, Consumer<Verdict> decided) {
        this.settings = settings;
        this.decided = decided;
        this.consumer = new KafkaConsumer<>(settings);
        try {
            this.place = choose(consumer, instance);
            consumer.assign(List.of(place));
            consumer.seekToEnd(List.of(place));
            // Asking for the position makes the end a fixed place before the first command is sent.
            this.next = consumer.position(place, START_LIMIT);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        this.thread = Thread.ofPlatform().name("epochal-verdicts").daemon().unstarted(this::follow);
    }

    /// Starts to follow; when this returns, no later verdict of the partition can be missed.
    static VerdictReader start(Map<String, Object> connection, String instance, Consumer<Verdict> decided) {
        var reader = new VerdictReader(consumerSettings(connection, instance), instance, decided);
        reader.thread.start();
        return reader;
    }

    int partition() {
        return place.partition();
    }

    boolean isFollowing() {
        return following && thread.isAlive();
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            if (!thread.join(CLOSING)) {
                LOG.warn("The reader of verdicts did not end in time; it ends with the program");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        while (!closed) {
            try {
                for (var record : consumer.poll(POLL)) {
                    read(record);
                    next = record.offset() + 1;
                }
                following = true;
            } catch (WakeupException _) {
                LOG.debug("The reader of verdicts was woken up to end");
            } catch (KafkaException e) {
                following = false;
                LOG.error("Verdicts can't be read from {}; trying again. Look at the broker", place, e);
                reopen();
            }
        }
        consumer.close();
    }

    /// Goes on with a new consumer where the last one stopped, so that no verdict in between is missed.
    private void reopen() {
        while (!closed) {
            try {
                Thread.sleep(PAUSE);
                consumer.close();
                consumer = new KafkaConsumer<>(settings);
                consumer.assign(List.of(place));
                consumer.seek(place, next);
                return;
            } catch (InterruptedException | InterruptException _) {
                closed = true;
            } catch (KafkaException e) {
                LOG.error("The reader of verdicts can't be opened; trying again. Look at the broker", e);
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        var seal = record.headers().lastHeader(RecordSeal.HEADER);
        if (!RecordSeal.matches(seal == null ? null : seal.value(), Topic.VERDICTS, record.key(), record.value())) {
            LOG.error("The verdict at {}@{} has a wrong seal and is passed over", place, record.offset());
            return;
        }
        try {
            decided.accept(Verdict.parseFrom(record.value()));
        } catch (InvalidProtocolBufferException e) {
            LOG.error("The verdict at {}@{} can't be parsed and is passed over", place, record.offset(), e);
        }
    }

    /// Instances that share a partition read each other's verdicts too, and pass them over.
    private static TopicPartition choose(KafkaConsumer<byte[], byte[]> consumer, String instance) {
        var topic = Topic.VERDICTS.topicName();
        List<PartitionInfo> partitions = consumer.partitionsFor(topic, START_LIMIT);
        if (partitions == null || partitions.isEmpty()) {
            throw new IllegalStateException("There is no topic " + topic + "; the program creates it when it starts");
        }
        return new TopicPartition(topic, Math.floorMod(instance.hashCode(), partitions.size()));
    }

    private static Map<String, Object> consumerSettings(Map<String, Object> connection, String instance) {
        var settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "epochal-api-verdicts-" + instance);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Only if retention has removed the place where the reader stood: what is left is read.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
        return settings;
    }
}
