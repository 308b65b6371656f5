package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.log.TraceParent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.jspecify.annotations.Nullable;

/// Appends the outcomes of a batch: events, verdicts, dead letters and the position that was read, in one transaction.
final class Appender implements AutoCloseable {
    private final TopicPartition commands;
    private final Topic events;
    private final int verdictPartitions;
    private final ProducerPair producers;
    private final Supplier<ConsumerGroupMetadata> member;

    /// @param member the processor's membership of the consumer group as it is when asked for
    Appender(Route route, ProducerPair producers, Supplier<ConsumerGroupMetadata> member) {
        this.commands = route.commands();
        this.events = route.events();
        this.verdictPartitions = route.verdictPartitions();
        this.producers = producers;
        this.member = member;
    }

    /// Where outcomes go.
    record Route(TopicPartition commands, Topic events, int verdictPartitions) {}

    /// What was handed to the producer and is certain once the transaction is.
    private record Sent(List<Future<RecordMetadata>> events, List<Future<RecordMetadata>> others) {}

    /// Appends what belongs to no trace.
    List<Long> append(List<Outcome> outcomes, long next) {
        return append(outcomes, _ -> Optional.empty(), next);
    }

    /// Appends and waits until it is certain.
    ///
    /// @param traces what events carry of the trace that they belong to, by the place of the outcome
    /// @param next position of the next command to read
    /// @return the offset of each event, in order
    /// @throws AppendFailed if it isn't certain that all of it is in effect
    List<Long> append(List<Outcome> outcomes, IntFunction<Optional<byte[]>> traces, long next) {
        var producer = producers.current();
        var step = LogFailure.Step.OPEN;
        try {
            var sent = new Sent(new ArrayList<>(), new ArrayList<>());
            producer.beginTransaction();
            // A process that dies from here on leaves an open transaction. The next owner's initTransactions aborts it.
            for (int i = 0; i < outcomes.size(); i++) {
                send(producer, new Traced(outcomes.get(i), traces.apply(i)), sent);
            }
            producer.sendOffsetsToTransaction(Map.of(commands, new OffsetAndMetadata(next)), membership());
            step = LogFailure.Step.ENDING;
            producer.commitTransaction();
            // From here on the batch is decided, whether or not this process lives to remember it.
            producers.takeTurns();
            sent.others().forEach(Appender::offset);
            return sent.events().stream().map(Appender::offset).toList();
        } catch (RuntimeException e) {
            throw ended(producer, LogFailure.of(e, step), e);
        }
    }

    /// Without a generation the broker would take the positions unchecked. A member that was dropped has none.
    private ConsumerGroupMetadata membership() {
        var current = member.get();
        if (current.generationId() < 0) {
            throw new IllegalGenerationException("This processor is no member of the consumer group any more");
        }
        return current;
    }

    private record Traced(Outcome outcome, Optional<byte[]> parent) {}

    private void send(Producer<byte[], byte[]> producer, Traced traced, Sent sent) {
        var outcome = traced.outcome();
        if (outcome instanceof Outcome.Accepted accepted) {
            var key = accepted.key().toByteArray();
            var event = accepted.written().event().toByteArray();
            var appended = sealed(events, commands.partition(), key, event);
            traced.parent().ifPresent(parent -> appended.headers().add(TraceParent.HEADER, parent));
            sent.events().add(producer.send(appended));
            accepted.written().payloadKeys().ifPresent(keys -> {
                var record = sealed(Topic.PAYLOAD_KEYS, commands.partition(), key, keys.toByteArray());
                sent.others().add(producer.send(record));
            });
        }
        if (outcome instanceof Outcome.Parked parked) {
            var letter = sealed(
                    Topic.DEAD_LETTERS,
                    null,
                    parked.key().toByteArray(),
                    parked.letter().toByteArray());
            sent.others().add(producer.send(letter));
        }
        outcome.answer().ifPresent(answer -> sent.others().add(producer.send(verdict(answer))));
    }

    private ProducerRecord<byte[], byte[]> verdict(Outcome.Answer answer) {
        ByteString submissionId = answer.verdict().getSubmissionId();
        // A partition that doesn't exist would stall the batch. Nobody waits there, so any other does.
        int partition = Math.floorMod(answer.partition(), verdictPartitions);
        return sealed(
                Topic.VERDICTS,
                partition,
                submissionId.toByteArray(),
                answer.verdict().toByteArray());
    }

    private static ProducerRecord<byte[], byte[]> sealed(
            Topic topic, @Nullable Integer partition, byte[] key, byte[] value) {
        var sealed = new ProducerRecord<>(topic.topicName(), partition, key, value);
        sealed.headers().add(RecordSeal.HEADER, RecordSeal.of(topic, key, value));
        return sealed;
    }

    private static long offset(Future<RecordMetadata> appended) {
        try {
            return appended.get().offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A record failed in a transaction that was ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted after a transaction was ended", e);
        }
    }

    private static AppendFailed ended(Producer<byte[], byte[]> producer, LogFailure failure, RuntimeException cause) {
        if (failure != LogFailure.ABORT) {
            return new AppendFailed(failure, cause);
        }
        try {
            producer.abortTransaction();
            return new AppendFailed(LogFailure.ABORT, cause);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            return new AppendFailed(LogFailure.REBUILD, cause);
        }
    }

    @Override
    public void close() {
        producers.close();
    }
}
