package dev.epochal.processor.log;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Asks a real cluster.
///
/// @param admin closed by whoever made it
/// @param hanging ends what hangs
record KafkaLogOffsets(Admin admin, String consumerGroup, HangingTransactions hanging) implements LogOffsets {
    @Override
    public Bounds bounds(TopicPartition partition) throws ExecutionException, InterruptedException {
        var begin = offset(partition, OffsetSpec.earliest());
        var end = offset(partition, OffsetSpec.latest());
        return new Bounds(begin.get().offset(), end.get().offset());
    }

    private KafkaFuture<ListOffsetsResultInfo> offset(TopicPartition partition, OffsetSpec spec) {
        return admin.listOffsets(Map.of(partition, spec), new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .partitionResult(partition);
    }

    @Override
    public OptionalLong acknowledged(TopicPartition commands) throws ExecutionException, InterruptedException {
        var asked = Map.of(consumerGroup, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(commands)));
        // Stable: a position in an open transaction is waited for.
        var options = new ListConsumerGroupOffsetsOptions().requireStable(true);
        OffsetAndMetadata acknowledged = admin.listConsumerGroupOffsets(asked, options)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(commands);
        return acknowledged == null ? OptionalLong.empty() : OptionalLong.of(acknowledged.offset());
    }

    @Override
    public void endHanging(TopicPartition commands) throws ExecutionException, InterruptedException {
        hanging.endOf(commands);
    }
}
