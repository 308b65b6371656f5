package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// What readers of ended transactions see.
final class CertainRecords {
    private CertainRecords() {}

    /// The values of a partition, up to the first transaction that is open.
    static List<String> of(Consumer<byte[], byte[]> reader, TopicPartition partition) {
        var values = new ArrayList<String>();
        reader.assign(List.of(partition));
        reader.seekToBeginning(List.of(partition));
        long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        while (reader.position(partition) < end) {
            for (var record : reader.poll(Duration.ofSeconds(1))) {
                values.add(ByteString.copyFrom(record.value()).toStringUtf8());
            }
        }
        return values;
    }
}
