package dev.epochal.simulation.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.broken.Flaws;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A producer of a server that writes to the log wrongly.
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // Only one actor runs at a time.
final class FlawedProducer extends SimulatedProducer {
    private static final int SELDOM = 12;

    private final ProcessPorts process;
    private final Flaws flaws;
    private final List<Attempt> attempts = new ArrayList<>();
    private Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private @Nullable ConsumerGroupMetadata consumerGroup;
    private @Nullable ProducerRecord<byte[], byte[]> held;
    private CompletableFuture<RecordMetadata> heldResult = new CompletableFuture<>();

    /// A record that may be sent once more.
    ///
    /// @param last what became of it the last time
    /// @param result what its sender waits for
    private record Attempt(
            ProducerRecord<byte[], byte[]> record,
            Future<RecordMetadata> last,
            CompletableFuture<RecordMetadata> result) {}

    FlawedProducer(ProcessPorts process, String transactionalId, ClientTiming timing, Flaws flaws) {
        super(process, transactionalId, timing);
        this.process = process;
        this.flaws = flaws;
    }

    @Override
    public void beginTransaction() {
        super.beginTransaction();
        attempts.clear();
        held = null;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        boolean event = record.topic().equals(Topic.GROUP_EVENTS.topicName());
        boolean verdict = record.topic().equals(Topic.VERDICTS.topicName());
        if (verdict && flaws.include(Flaw.VERDICT_BEFORE_THE_END)) {
            return sendAlone(record);
        }
        boolean drops = event && flaws.include(Flaw.EVENT_DROPPED);
        drops |= verdict && flaws.include(Flaw.VERDICT_DROPPED);
        if (drops && seldom()) {
            return CompletableFuture.completedFuture(metadata(record));
        }
        if (event && flaws.include(Flaw.EVENTS_SWAPPED)) {
            return sendSwapped(record);
        }
        if (event && flaws.include(Flaw.NUMBER_USED_AGAIN) && seldom()) {
            return super.send(renumbered(record));
        }
        return flaws.include(Flaw.BLIND_RETRY) ? attempt(record, new CompletableFuture<>()) : super.send(record);
    }

    private Future<RecordMetadata> attempt(
            ProducerRecord<byte[], byte[]> record, CompletableFuture<RecordMetadata> result) {
        attempts.add(new Attempt(record, super.send(record), result));
        return result;
    }

    private boolean seldom() {
        return process.schedule().random().nextInt(SELDOM) == 0;
    }

    private static RecordMetadata metadata(ProducerRecord<byte[], byte[]> record) {
        int partition = record.partition() == null ? 0 : record.partition();
        return new RecordMetadata(new TopicPartition(record.topic(), partition), 0, 0, 0, 0, 0);
    }

    private Future<RecordMetadata> sendAlone(ProducerRecord<byte[], byte[]> record) {
        process.step();
        var metadata = metadata(record);
        var partition = new TopicPartition(metadata.topic(), metadata.partition());
        process.broker().append(partition, content(record));
        return CompletableFuture.completedFuture(metadata);
    }

    private Future<RecordMetadata> sendSwapped(ProducerRecord<byte[], byte[]> record) {
        if (held == null) {
            held = record;
            heldResult = new CompletableFuture<>();
            return heldResult;
        }
        var result = super.send(record);
        release();
        return result;
    }

    private void release() {
        var record = held;
        if (record != null) {
            held = null;
            var _ = super.send(record);
            heldResult.complete(metadata(record));
        }
    }

    private static ProducerRecord<byte[], byte[]> renumbered(ProducerRecord<byte[], byte[]> record) {
        try {
            var event = GroupEvent.parseFrom(record.value());
            long seq = Math.max(0, event.getHeader().getSeq() - 1);
            var header = event.getHeader().toBuilder().setSeq(seq).build();
            byte[] value = event.toBuilder()
                    .setHeader(CanonicalHeader.seal(header, event))
                    .build()
                    .toByteArray();
            var changed = new ProducerRecord<>(record.topic(), record.partition(), record.key(), value);
            changed.headers().add(RecordSeal.HEADER, RecordSeal.of(Topic.GROUP_EVENTS, record.key(), value));
            return changed;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The shell sends events", e);
        }
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> positions, ConsumerGroupMetadata membership) {
        release();
        offsets = new HashMap<>(positions);
        consumerGroup = membership;
        if (flaws.include(Flaw.POSITION_BEFORE_THE_END)) {
            process.step();
            positions.forEach((partition, position) -> process.broker().acknowledge(partition, position.offset()));
            return;
        }
        super.sendOffsetsToTransaction(positions, membership);
    }

    @Override
    public void commitTransaction() {
        try {
            super.commitTransaction();
        } catch (KafkaException e) {
            if (!flaws.include(Flaw.BLIND_RETRY)) {
                throw e;
            }
            retry();
        }
        for (var attempt : attempts) {
            attempt.result().complete(attempt.last().resultNow());
        }
    }

    /// The same records in another transaction.
    private void retry() {
        process.schedule().count("blind retry");
        var before = List.copyOf(attempts);
        var membership = consumerGroup;
        initTransactions();
        beginTransaction();
        for (var attempt : before) {
            var _ = attempt(attempt.record(), attempt.result());
        }
        if (membership != null) {
            sendOffsetsToTransaction(offsets, membership);
        }
        super.commitTransaction();
    }
}
