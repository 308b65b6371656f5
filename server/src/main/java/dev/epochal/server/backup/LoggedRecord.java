package dev.epochal.server.backup;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/// A record as it stood on the log.
///
/// @param offset where it stood; another log gives it another one
/// @param timestampMs its timestamp, in milliseconds since 1970
record LoggedRecord(long offset, long timestampMs, ByteString key, ByteString value, List<Heading> headings) {
    LoggedRecord {
        headings = List.copyOf(headings);
    }

    /// A header of a record.
    record Heading(String name, ByteString value) {}

    /// @throws BackupException if it has no key or no value, as no event is
    static LoggedRecord of(ConsumerRecord<byte[], byte[]> read) {
        if (read.key() == null || read.value() == null) {
            throw new BackupException("A record without key or value stands at " + read.topic() + "-" + read.partition()
                    + " offset " + read.offset() + ": find out who wrote it");
        }
        var headings = new ArrayList<Heading>();
        read.headers().forEach(header -> headings.add(new Heading(header.key(), octets(header.value()))));
        return new LoggedRecord(
                read.offset(),
                read.timestamp(),
                ByteString.copyFrom(read.key()),
                ByteString.copyFrom(read.value()),
                headings);
    }

    private static ByteString octets(byte @Nullable [] value) {
        return value == null ? ByteString.EMPTY : ByteString.copyFrom(value);
    }

    /// Whether its seal fits to the topic, the key and the value.
    boolean isSealed(Topic topic) {
        return headings.stream()
                .filter(heading -> heading.name().equals(RecordSeal.HEADER))
                .anyMatch(heading -> RecordSeal.matches(
                        heading.value().toByteArray(), topic, key.toByteArray(), value.toByteArray()));
    }

    /// Whether the other one says the same, wherever it stands.
    boolean saysTheSame(LoggedRecord other) {
        return key.equals(other.key) && value.equals(other.value) && headings.equals(other.headings);
    }

    /// The record as it is appended to another log.
    ProducerRecord<byte[], byte[]> appendable(Topic topic, int partition) {
        var record =
                new ProducerRecord<>(topic.topicName(), partition, timestampMs, key.toByteArray(), value.toByteArray());
        headings.forEach(heading -> record.headers()
                .add(new RecordHeader(heading.name(), heading.value().toByteArray())));
        return record;
    }
}
