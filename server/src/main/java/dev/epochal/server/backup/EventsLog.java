package dev.epochal.server.backup;

import dev.epochal.schema.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// The events of a log, read beside everybody else. Used by one thread.
final class EventsLog implements AutoCloseable {
    /// What a Commit uses was claimed before. So the end of the groups' events is looked at first: each KeyPackage that
    /// they use is then among the directory's events.
    static final List<Topic> TOPICS = List.of(Topic.GROUP_EVENTS, Topic.DIRECTORY_EVENTS, Topic.IMPORTED_EVENTS);

    /// Looked at last: whatever event is in an archive, its key is, unless an event of the archive has erased it.
    static final Topic KEYS = Topic.PAYLOAD_KEYS;

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SILENCE_MAX = Duration.ofMinutes(1);

    private final Map<String, Object> connection;
    private final KafkaConsumer<byte[], byte[]> consumer;

    EventsLog(Map<String, Object> connection) {
        this.connection = Map.copyOf(connection);
        var properties = new HashMap<>(connection);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.CHECK_CRCS_CONFIG, true);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// Which log it is.
    Manifest.Source source() {
        try (var admin = Admin.create(connection)) {
            var names = TOPICS.stream().map(Topic::topicName).toList();
            var topics = answer(admin.describeTopics(names).allTopicNames());
            var ids = new HashMap<String, String>();
            topics.forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
            var counts = topics.values().stream()
                    .map(topic -> topic.partitions().size())
                    .distinct()
                    .toList();
            if (counts.size() != 1) {
                throw new BackupException("The topics of events have different partition counts");
            }
            return new Manifest.Source(answer(admin.describeCluster().clusterId()), counts.getFirst(), ids);
        }
    }

    /// The partitions of a topic, with the offset behind the last record that is certain.
    Map<TopicPartition, Long> ends(Topic topic, int partitions) {
        return consumer.endOffsets(partitions(topic, partitions));
    }

    /// The partitions of keys, with the offset behind the last record, open transactions included: in it stands the key
    /// of each event that could be read before.
    Map<TopicPartition, Long> keyEnds(int partitions) {
        var ends = new HashMap<TopicPartition, Long>();
        try (var admin = Admin.create(connection)) {
            for (var partition : partitions(KEYS, partitions)) {
                var end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()));
                ends.put(partition, answer(end.partitionResult(partition)).offset());
            }
        }
        return ends;
    }

    /// The partitions of a topic, with the offset of the first record that is still there.
    Map<TopicPartition, Long> begins(Topic topic, int partitions) {
        return consumer.beginningOffsets(partitions(topic, partitions));
    }

    private static List<TopicPartition> partitions(Topic topic, int count) {
        var partitions = new ArrayList<TopicPartition>();
        for (int i = 0; i < count; i++) {
            partitions.add(new TopicPartition(topic.topicName(), i));
        }
        return partitions;
    }

    /// Reads the records of a partition between two offsets. Only one of its readings can be under way.
    Iterator<LoggedRecord> read(TopicPartition partition, long from, long end) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        return new Reading(partition, end);
    }

    private final class Reading implements Iterator<LoggedRecord> {
        private final TopicPartition partition;
        private final long end;
        private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();
        private @Nullable LoggedRecord next;

        Reading(TopicPartition partition, long end) {
            this.partition = partition;
            this.end = end;
        }

        @Override
        public boolean hasNext() {
            long heardAt = System.nanoTime();
            while (next == null) {
                if (polled.hasNext()) {
                    var record = polled.next();
                    next = record.offset() < end ? LoggedRecord.of(record) : null;
                } else if (consumer.position(partition) >= end) {
                    return false;
                } else if (System.nanoTime() - heardAt > SILENCE_MAX.toNanos()) {
                    throw new BackupException("The broker has sent nothing of " + partition + " for a minute");
                } else {
                    polled = consumer.poll(POLL).records(partition).iterator();
                }
            }
            return true;
        }

        @Override
        public LoggedRecord next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var record = Objects.requireNonNull(next);
            next = null;
            return record;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new BackupException("Kafka refuses: " + String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackupException("Interrupted", e);
        }
    }
}
