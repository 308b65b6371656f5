package dev.epochal.projections.project;

import dev.epochal.projections.read.LastRecord;
import dev.epochal.schema.log.RecordSeal;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/// Whether a record that was taken from the log is there still.
final class FormerRecord {
    private static final Duration POLL = Duration.ofMillis(100);

    private FormerRecord() {}

    /// Whether a partition has it still.
    ///
    /// @param reader reads ended transactions only; its assignment and position are changed
    /// @param patience is asked before each poll, and throws when it is at its end
    static boolean isIn(
            TopicPartition partition, LastRecord wanted, Consumer<byte[], byte[]> reader, Runnable patience) {
        reader.assign(List.of(partition));
        reader.seek(partition, wanted.offset());
        while (reader.position(partition) <= wanted.offset()) {
            patience.run();
            var read = reader.poll(POLL).records(partition);
            if (!read.isEmpty()) {
                return is(wanted, read.getFirst());
            }
        }
        return false;
    }

    static boolean is(LastRecord wanted, ConsumerRecord<byte[], byte[]> read) {
        Header header = read.headers().lastHeader(RecordSeal.HEADER);
        return wanted.is(read.offset(), header == null ? null : header.value());
    }
}
