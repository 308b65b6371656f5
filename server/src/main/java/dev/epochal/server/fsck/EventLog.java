package dev.epochal.server.fsck;

import dev.epochal.projections.read.ReadPositions;
import dev.epochal.schema.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads the events topics record by record, as far as their transactions have ended. Not thread-safe.
final class EventLog implements AutoCloseable {
    private static final List<Topic> TOPICS =
            List.of(Topic.GROUP_EVENTS, Topic.DIRECTORY_EVENTS, Topic.IMPORTED_EVENTS, Topic.PAYLOAD_KEYS);
    private static final Duration POLL_MAX = Duration.ofSeconds(1);
    private static final Duration SILENCE_MAX = Duration.ofMinutes(1);
    private static final int RECORDS_MAX = 2_000;

    private final Map<String, Object> connection;
    private final Consumer<byte[], byte[]> consumer;

    private EventLog(Map<String, Object> connection, Consumer<byte[], byte[]> consumer) {
        this.connection = Map.copyOf(connection);
        this.consumer = consumer;
    }

    static EventLog open(Map<String, Object> connection) {
        var properties = new HashMap<>(connection);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.CHECK_CRCS_CONFIG, true);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_MAX);
        return new EventLog(
                connection, new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /// All partitions of events, in order.
    ///
    /// @throws MissingTopicException if an events topic isn't there
    List<Stretch> stretches(ReadPositions positions) {
        var stretches = new ArrayList<Stretch>();
        for (Topic topic : TOPICS) {
            var partitions = consumer.partitionsFor(topic.topicName());
            if (partitions == null || partitions.isEmpty()) {
                throw new MissingTopicException(topic);
            }
            var keys = partitions.stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.endOffsets(keys)
                    .forEach((key, end) -> stretches.add(
                            new Stretch(topic, key.partition(), end, positions.nextOffset(topic, key.partition()))));
        }
        stretches.sort(Comparator.comparing(Stretch::topic).thenComparingInt(Stretch::partition));
        return stretches;
    }

    /// The same partition up to where it ends now, open transactions included: in that of keys, the key of each event
    /// that could be read before stands there.
    Stretch grown(Stretch stretch) {
        try (var admin = Admin.create(connection)) {
            var end = admin.listOffsets(Map.of(stretch.key(), OffsetSpec.latest()))
                    .partitionResult(stretch.key())
                    .get();
            return new Stretch(stretch.topic(), stretch.partition(), end.offset(), stretch.projected());
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker doesn't tell where " + stretch.key() + " ends", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /// The offset of the first record that is there.
    long begin(Stretch stretch) {
        return consumer.beginningOffsets(List.of(stretch.key())).getOrDefault(stretch.key(), 0L);
    }

    /// Reads a stretch from its begin to its end.
    ///
    /// @param taker takes what was read, and the offset up to which there is nothing more
    /// @throws CorruptBatchException if the broker's checksum of a batch is wrong
    /// @throws IllegalStateException if the broker falls silent
    void read(Stretch stretch, BiConsumer<List<ConsumerRecord<byte[], byte[]>>, Long> taker) {
        consumer.assign(List.of(stretch.key()));
        consumer.seek(stretch.key(), 0);
        long reached = 0;
        long heardAt = System.nanoTime();
        while (reached < stretch.end()) {
            var read = poll(stretch).stream()
                    .filter(each -> each.offset() < stretch.end())
                    .toList();
            long position = Math.min(stretch.end(), consumer.position(stretch.key()));
            if (position > reached) {
                reached = position;
                heardAt = System.nanoTime();
                taker.accept(read, reached);
            } else if (System.nanoTime() - heardAt > SILENCE_MAX.toNanos()) {
                throw new IllegalStateException("The broker sent nothing for " + SILENCE_MAX.toSeconds() + " s");
            }
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> poll(Stretch stretch) {
        try {
            return consumer.poll(POLL_MAX).records(stretch.key());
        } catch (RetriableException e) {
            throw e;
        } catch (KafkaException e) {
            throw new CorruptBatchException(consumer.position(stretch.key()), e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    /// The log has no such topic: it is another log.
    static final class MissingTopicException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingTopicException(Topic topic) {
            super("The log has no topic " + topic.topicName());
        }
    }

    /// Records can't be read from an offset on.
    static final class CorruptBatchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final long offset;

        CorruptBatchException(long offset, KafkaException cause) {
            super(String.valueOf((cause.getCause() == null ? cause : cause.getCause()).getMessage()), cause);
            this.offset = offset;
        }

        long offset() {
            return offset;
        }
    }
}
