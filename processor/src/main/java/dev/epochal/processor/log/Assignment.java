package dev.epochal.processor.log;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/// The partitions that a thread has. The consumer calls it only from within `poll`, so never in the middle of a batch.
final class Assignment implements ConsumerRebalanceListener, AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private final Processors.Shared shared;
    private final Map<TopicPartition, Tenure<?, ?, ?>> tenures = new LinkedHashMap<>();

    Assignment(Consumer<byte[], byte[]> consumer, Processors.Shared shared) {
        this.consumer = consumer;
        this.shared = shared;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        var bench = new Tenure.Bench(consumer, shared);
        for (var partition : partitions) {
            end(partition);
            tenures.put(partition, new Tenure<>(bench, shared.ledgers().of(partition), partition));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(this::end);
    }

    /// Somebody else may have them already. What the producers could still do is fenced or refused.
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(this::end);
    }

    /// Lets each partition go on to its next stage.
    void advance() {
        tenures.values().forEach(Tenure::advance);
    }

    /// Decides what a poll brought, one partition after the other.
    void decide(ConsumerRecords<byte[], byte[]> records) {
        for (var partition : records.partitions()) {
            var tenure = tenures.get(partition);
            if (tenure != null) {
                tenure.decide(records.records(partition));
                shared.workshop().metrics().quarantined(partition, tenure.quarantined());
            }
        }
    }

    /// Tells how many commands wait.
    void measure() {
        tenures.forEach((partition, tenure) -> {
            if (tenure.isDeciding()) {
                consumer.currentLag(partition)
                        .ifPresent(lag -> shared.workshop().metrics().lag(partition, lag));
            }
        });
    }

    /// Whether some partition is between two stages.
    boolean isWaiting() {
        return tenures.values().stream().anyMatch(Tenure::isWaiting);
    }

    int deciding() {
        return (int) tenures.values().stream().filter(Tenure::isDeciding).count();
    }

    int size() {
        return tenures.size();
    }

    private void end(TopicPartition partition) {
        var tenure = tenures.remove(partition);
        if (tenure != null) {
            tenure.end();
            shared.workshop().metrics().left(partition);
        }
    }

    @Override
    public void close() {
        List.copyOf(tenures.keySet()).forEach(this::end);
    }
}
