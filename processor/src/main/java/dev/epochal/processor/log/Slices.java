package dev.epochal.processor.log;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Cuts what one poll brought from a partition into pieces that are each decided and appended in one transaction, so
/// that no transaction is open for long.
final class Slices {
    private Slices() {}

    static List<List<ConsumerRecord<byte[], byte[]>>> cut(
            List<ConsumerRecord<byte[], byte[]>> records, ProcessorSettings.Batch batch) {
        List<List<ConsumerRecord<byte[], byte[]>>> slices = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> slice = new ArrayList<>();
        long size = 0;
        for (var source : records) {
            long added = Math.max(0, source.serializedValueSize());
            if (!slice.isEmpty() && (slice.size() == batch.commandsMax() || size + added > batch.commandBytesMax())) {
                slices.add(slice);
                slice = new ArrayList<>();
                size = 0;
            }
            slice.add(source);
            size += added;
        }
        if (!slice.isEmpty()) {
            slices.add(slice);
        }
        return slices;
    }
}
