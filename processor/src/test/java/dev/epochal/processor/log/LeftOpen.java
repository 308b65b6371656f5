package dev.epochal.processor.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;

/// Leaves a partition as a broker does that forgets a marker: the coordinator knows the transaction as complete, and in
/// the partition it is open. The broker must not verify whether partitions belong to transactions.
///
/// @param ended a partition in which transactions end as they should
record LeftOpen(Admin admin, TransactionMarkers connection, TopicPartition ended) {
    private static final int TIMEOUT_MS = 10_000;

    /// Runs one transaction, whose end is known everywhere.
    void transaction(Producer<byte[], byte[]> producer, boolean committed) throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(ended.topic(), ended.partition(), null, new byte[1]))
                .get();
        if (committed) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }

    /// Appends a record of the producer's transaction before the last `later` ones to a partition that it had no part
    /// in.
    void append(String transactionalId, int later, TopicPartition partition, String value) throws Exception {
        var known = complete(transactionalId);
        var records = MemoryRecords.withTransactionalRecords(
                Compression.NONE,
                known.producerId(),
                (short) (known.producerEpoch() - 1 - later),
                0,
                new SimpleRecord(new byte[1], value.getBytes(StandardCharsets.UTF_8)));
        var topics = new TopicProduceDataCollection();
        topics.add(new TopicProduceData()
                .setName(partition.topic())
                .setPartitionData(List.of(new PartitionProduceData()
                        .setIndex(partition.partition())
                        .setRecords(records))));
        var request = new ProduceRequestData()
                .setTransactionalId(transactionalId)
                .setAcks((short) -1)
                .setTimeoutMs(TIMEOUT_MS)
                .setTopicData(topics);
        answer(partition, ProduceRequest.builder(request, true)).maybeThrow();
    }

    private Errors answer(TopicPartition partition, ProduceRequest.Builder request)
            throws IOException, ExecutionException, InterruptedException {
        var leader = admin.describeTopics(List.of(partition.topic()))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next()
                .partitions()
                .get(partition.partition())
                .leader();
        var answered = (ProduceResponse) connection.ask(leader, request);
        return Errors.forCode(answered.data()
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .getFirst()
                .errorCode());
    }

    /// The coordinator completes a transaction a little after it has told the producer.
    private TransactionDescription complete(String transactionalId) throws Exception {
        while (true) {
            var known = admin.describeTransactions(List.of(transactionalId))
                    .description(transactionalId)
                    .get();
            if (known.state() == TransactionState.COMPLETE_COMMIT || known.state() == TransactionState.COMPLETE_ABORT) {
                return known;
            }
            Thread.sleep(20);
        }
    }

    /// Ends what nobody else can.
    void abort(TopicPartition partition) throws Exception {
        for (ProducerState open : open(partition)) {
            var spec = new AbortTransactionSpec(
                    partition,
                    open.producerId(),
                    (short) (open.producerEpoch() + 1),
                    open.coordinatorEpoch().orElse(0));
            admin.abortTransaction(spec).all().get();
        }
    }

    /// The producers with an open transaction there.
    List<ProducerState> open(TopicPartition partition) throws Exception {
        return Map.copyOf(admin.describeProducers(List.of(partition)).all().get()).values().stream()
                .flatMap(found -> found.activeProducers().stream())
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .toList();
    }
}
