package dev.epochal.api.submission;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupReceipt;
import dev.epochal.schema.record.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Accepts each group command of a real log whose seal is right, in a transaction of its own. What the message says
/// makes it fail in a chosen way: `aborted` ends the transaction with nothing, `forged` writes a wrong seal.
final class Decider {
    static final int PARTITIONS = 4;

    private final KafkaConsumer<byte[], byte[]> commands;
    private final KafkaProducer<byte[], byte[]> verdicts;
    private final Thread thread;

    Decider(Map<String, Object> connection) {
        var consumer = new HashMap<>(connection);
        consumer.put("enable.auto.commit", false);
        commands = new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var producer = new HashMap<>(connection);
        producer.put("transactional.id", "decider");
        verdicts = new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer());
        verdicts.initTransactions();
        var places = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topic.GROUP_COMMANDS.topicName(), partition))
                .toList();
        commands.assign(places);
        commands.seekToBeginning(places);
        thread = Thread.ofPlatform().daemon().start(this::follow);
    }

    void stop() throws InterruptedException {
        commands.wakeup();
        thread.join();
        commands.close();
        verdicts.close(Duration.ofSeconds(1));
    }

    private void follow() {
        try {
            while (true) {
                commands.poll(Duration.ofSeconds(1)).forEach(this::decide);
            }
        } catch (WakeupException _) {
            // The test is over.
        }
    }

    private void decide(ConsumerRecord<byte[], byte[]> record) {
        var seal = record.headers().lastHeader(RecordSeal.HEADER).value();
        if (!RecordSeal.matches(seal, Topic.GROUP_COMMANDS, record.key(), record.value())) {
            return;
        }
        var command = parse(record.value());
        var message = command.getSubmitMessage().getMessage().toStringUtf8();
        verdicts.beginTransaction();
        send(command, record.offset(), message.equals("forged"));
        if (message.equals("aborted")) {
            verdicts.flush();
            verdicts.abortTransaction();
        } else {
            verdicts.commitTransaction();
        }
    }

    private void send(GroupCommand command, long offset, boolean forged) {
        var verdict = Verdict.newBuilder()
                .setSubmissionId(command.getSubmissionId())
                .setSubmittedBy(command.getSubmittedBy())
                .setGroupId(command.getGroupId())
                .setGroupReceipt(GroupReceipt.newBuilder().setSeq(offset))
                .build()
                .toByteArray();
        var key = command.getSubmissionId().toByteArray();
        var sealed = RecordSeal.of(Topic.VERDICTS, key, forged ? new byte[] {1} : verdict);
        var _ = verdicts.send(new ProducerRecord<>(
                Topic.VERDICTS.topicName(),
                command.getVerdictPartition(),
                key,
                verdict,
                List.of(new RecordHeader(RecordSeal.HEADER, sealed))));
    }

    private static GroupCommand parse(byte[] value) {
        try {
            return GroupCommand.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
