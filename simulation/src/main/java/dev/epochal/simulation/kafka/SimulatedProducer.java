package dev.epochal.simulation.kafka;

import dev.epochal.schema.log.RecordSeal;
import dev.epochal.simulation.broker.Broker;
import dev.epochal.simulation.broker.LogRecord;
import dev.epochal.simulation.broker.Transactions;
import dev.epochal.simulation.time.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// A transactional producer of a simulated process: records travel in the background, the end of a transaction waits
/// for all of them.
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // Only one actor runs at a time.
class SimulatedProducer extends MockProducer<byte[], byte[]> {
    private final ProcessPorts process;
    private final String transactionalId;
    private final ClientTiming timing;
    private final Map<TopicPartition, Integer> sequences = new HashMap<>();
    private Transactions.@Nullable Identity identity;
    private @Nullable RuntimeException error;
    private Reply<Boolean> arrived = new Reply<>();
    private int transaction;
    private int travelling;
    private boolean closed;

    SimulatedProducer(ProcessPorts process, String transactionalId, ClientTiming timing) {
        super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        this.process = process;
        this.transactionalId = transactionalId;
        this.timing = timing;
    }

    @Override
    public void initTransactions() {
        identity = process.ask(
                () -> process.broker().beginProducer(transactionalId, timing.transactionNanos()), timing.blockNanos());
    }

    @Override
    public void beginTransaction() {
        process.step();
        transaction++;
        sequences.clear();
        error = null;
        travelling = 0;
        arrived = new Reply<>();
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sent) {
        process.step();
        int number = sent.partition() == null ? 0 : sent.partition();
        var partition = new TopicPartition(sent.topic(), number);
        int sequence = sequences.merge(partition, 1, Integer::sum) - 1;
        var content = content(sent);
        var result = new CompletableFuture<RecordMetadata>();
        var writer = writer();
        int current = transaction;
        travelling++;
        process.askOn(new Request<>(
                () -> process.broker().append(writer, partition, sequence, content),
                process.schedule().now() + timing.deliveryNanos(),
                () -> closed || transaction != current,
                offset -> {
                    result.complete(new RecordMetadata(partition, offset, 0, 0, 0, 0));
                    settle(travelling == 1);
                },
                why -> {
                    result.completeExceptionally(why);
                    error = error == null ? why : error;
                    settle(true);
                }));
        return result;
    }

    static LogRecord content(ProducerRecord<byte[], byte[]> sent) {
        var header = sent.headers().lastHeader(RecordSeal.HEADER);
        return new LogRecord(sent.key(), sent.value(), header == null ? new byte[0] : header.value());
    }

    private void settle(boolean wake) {
        travelling--;
        if (wake) {
            arrived.complete(true);
            arrived = new Reply<>();
        }
    }

    private Broker.Writer writer() {
        var current = identity;
        if (current == null) {
            throw new IllegalStateException("initTransactions comes first");
        }
        return new Broker.Writer(transactionalId, current);
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata consumerGroup) {
        var membership = new Broker.Membership(consumerGroup.memberId(), consumerGroup.generationId());
        Map<TopicPartition, Long> positions = new HashMap<>();
        offsets.forEach((partition, position) -> positions.put(partition, position.offset()));
        var writer = writer();
        try {
            process.ask(() -> process.broker().acknowledge(writer, membership, positions), timing.blockNanos());
        } catch (IllegalGenerationException | UnknownMemberIdException e) {
            throw new CommitFailedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void commitTransaction() {
        process.step();
        long deadline = process.schedule().now() + timing.blockNanos();
        while (travelling > 0 && error == null && process.schedule().now() < deadline) {
            process.schedule().await(arrived, deadline - process.schedule().now());
        }
        var failed = error;
        if (failed != null) {
            throw new KafkaException("Cannot execute transactional method because we are in an error state", failed);
        }
        if (travelling > 0) {
            throw new TimeoutException("The records didn't arrive in time");
        }
        end(true);
    }

    @Override
    public void abortTransaction() {
        end(false);
    }

    private void end(boolean inEffect) {
        var writer = writer();
        transaction++;
        identity = process.ask(() -> process.broker().end(writer, inEffect), timing.blockNanos());
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void close(Duration timeout) {
        closed = true;
    }
}
