package dev.epochal.projections.project;

import com.google.protobuf.ByteString;
import dev.epochal.embedded.BrokerSettings;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedBroker;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A log on a real broker, started once for all tests, written in transactions as a processor does.
final class TestLog implements AutoCloseable {
    static final int PARTITIONS = 2;

    private static final EmbeddedBroker BROKER = start();

    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private boolean isInTransaction;

    private TestLog() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKER.bootstrapServers(), "transactional.id", "processor"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /// All topics without records.
    static TestLog empty() throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(connection())) {
            admin.deleteTopics(admin.listTopics().names().get()).all().get();
            admin.createTopics(Arrays.stream(Topic.values())
                            .map(topic -> new NewTopic(topic.topicName(), PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        return new TestLog();
    }

    private static EmbeddedBroker start() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "broker"));
            Path data = Files.createTempDirectory(folder.toAbsolutePath(), "it");
            return EmbeddedBroker.start(BrokerSettings.of(data, Durability.OS), _ -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> connection() {
        return Map.of("bootstrap.servers", BROKER.bootstrapServers());
    }

    /// Sends events of groups; they are there after [#end].
    TestLog groups(int partition, GroupEvent... events) {
        for (GroupEvent event : events) {
            send(Topic.GROUP_EVENTS, partition, event.getHeader().getGroupId(), event.toByteArray());
        }
        return this;
    }

    TestLog directory(int partition, DirectoryEvent... events) {
        for (DirectoryEvent event : events) {
            send(Topic.DIRECTORY_EVENTS, partition, event.getUserBytes(), event.toByteArray());
        }
        return this;
    }

    TestLog verdicts(int partition, Verdict... verdicts) {
        for (Verdict verdict : verdicts) {
            send(Topic.VERDICTS, partition, verdict.getSubmissionId(), verdict.toByteArray());
        }
        return this;
    }

    private void send(Topic topic, int partition, ByteString key, byte[] value) {
        var made = new ProducerRecord<>(topic.topicName(), partition, key.toByteArray(), value);
        made.headers().add(RecordSeal.HEADER, RecordSeal.of(topic, made.key(), value));
        send(made);
    }

    /// Sends a group event whose seal is another one's.
    TestLog broken(int partition, GroupEvent event) {
        var made = new ProducerRecord<>(
                Topic.GROUP_EVENTS.topicName(),
                partition,
                event.getHeader().getGroupId().toByteArray(),
                event.toByteArray());
        made.headers().add(RecordSeal.HEADER, new byte[32]);
        send(made);
        return this;
    }

    /// A producer that is closed inside of an empty transaction waits half a minute, so none is begun early.
    private void send(ProducerRecord<byte[], byte[]> made) {
        if (!isInTransaction) {
            producer.beginTransaction();
            isInTransaction = true;
        }
        sent.add(producer.send(made));
    }

    /// Ends the transaction, so that readers see it.
    void end() throws InterruptedException, ExecutionException {
        producer.commitTransaction();
        isInTransaction = false;
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
        sent.clear();
    }

    /// Takes back what was sent since the last end.
    void takeBack() {
        producer.flush();
        producer.abortTransaction();
        isInTransaction = false;
        sent.clear();
    }

    /// The offset behind the last record, markers of transactions included.
    static long endOf(Topic topic, int partition) throws InterruptedException, ExecutionException {
        var asked = new TopicPartition(topic.topicName(), partition);
        try (var admin = Admin.create(connection())) {
            return admin.listOffsets(Map.of(asked, OffsetSpec.latest()))
                    .partitionResult(asked)
                    .get()
                    .offset();
        }
    }

    static List<Topic> projected() {
        return List.of(Topic.GROUP_EVENTS, Topic.DIRECTORY_EVENTS, Topic.VERDICTS);
    }

    @Override
    public void close() {
        producer.close();
    }
}
