package dev.epochal.server.catbird;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.ImportedEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The topic of imported events. Only one import writes to it at a time: a second one shuts the first one out, by the
/// transactional id that they share. Used by one thread.
final class ImportedLog implements AutoCloseable {
    /// Sizes of records are limited by the topic; this leaves room for what surrounds a message.
    static final int MESSAGE_MAX = 7 << 20;

    private static final String TRANSACTIONAL_ID = "epochal-import";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SILENCE_MAX = Duration.ofMinutes(1);

    private final Producer<byte[], byte[]> producer;
    private final Map<ByteString, ImportedTail> tails;

    private ImportedLog(Producer<byte[], byte[]> producer, Map<ByteString, ImportedTail> tails) {
        this.producer = producer;
        this.tails = tails;
    }

    /// Opens the topic, which must be there, and learns how far each group has come. An import that is under way
    /// elsewhere is shut out first, and what it had not ended is undone.
    static ImportedLog open(Map<String, Object> connection) {
        var settings = new HashMap<>(connection);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 << 20);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            return new ImportedLog(producer, tails(connection));
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /// How far each group has come.
    static Map<ByteString, ImportedTail> tails(Map<String, Object> connection) {
        var settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        var tails = new HashMap<ByteString, ImportedTail>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Topic.IMPORTED_EVENTS.topicName()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            for (var partition : partitions) {
                consumer.assign(List.of(partition));
                consumer.seek(partition, 0);
                long heardAt = System.nanoTime();
                while (consumer.position(partition) < ends.getOrDefault(partition, 0L)) {
                    var read = consumer.poll(POLL);
                    read.forEach(each -> take(tails, each));
                    if (!read.isEmpty()) {
                        heardAt = System.nanoTime();
                    } else if (System.nanoTime() - heardAt > SILENCE_MAX.toNanos()) {
                        throw new ImportException("The broker has sent nothing of " + partition + " for a minute");
                    }
                }
            }
        }
        return tails;
    }

    private static void take(Map<ByteString, ImportedTail> tails, ConsumerRecord<byte[], byte[]> read) {
        var seal = read.headers().lastHeader(RecordSeal.HEADER);
        if (!RecordSeal.matches(seal == null ? null : seal.value(), Topic.IMPORTED_EVENTS, read.key(), read.value())) {
            throw new ImportException("A record of " + read.topic() + "-" + read.partition() + " at offset "
                    + read.offset() + " has no seal that fits: run fsck");
        }
        try {
            var event = ImportedEvent.parseFrom(read.value());
            tails.merge(event.getGroupId(), ImportedTail.NONE.after(event), (tail, _) -> tail.after(event));
        } catch (InvalidProtocolBufferException e) {
            throw new ImportException("An imported event can't be read: run fsck", e);
        }
    }

    /// How far a group has come.
    ImportedTail tail(ByteString groupId) {
        return tails.getOrDefault(groupId, ImportedTail.NONE);
    }

    /// Appends events of one group, all or none.
    void append(List<ImportedEvent> events) {
        try {
            producer.beginTransaction();
            for (var event : events) {
                var _ = producer.send(sealed(event));
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw new ImportException(
                    "The log didn't take what was imported: " + e.getMessage() + ". Start the same command again", e);
        }
        for (var event : events) {
            tails.put(event.getGroupId(), tail(event.getGroupId()).after(event));
        }
    }

    private static ProducerRecord<byte[], byte[]> sealed(ImportedEvent event) {
        byte[] key = event.getGroupId().toByteArray();
        byte[] value = event.toByteArray();
        var record = new ProducerRecord<>(Topic.IMPORTED_EVENTS.topicName(), key, value);
        record.headers().add(RecordSeal.HEADER, RecordSeal.of(Topic.IMPORTED_EVENTS, key, value));
        return record;
    }

    @Override
    public void close() {
        producer.close();
    }
}
