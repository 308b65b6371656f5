package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.schema.log.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Transactions that a real broker has left open.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HangingTransactionsIT {
    private static final TopicPartition COMMANDS = new TopicPartition(Topic.GROUP_COMMANDS.topicName(), 0);
    private static final TopicPartition KEYS = new TopicPartition(Topic.PAYLOAD_KEYS.topicName(), 0);

    private TestBroker broker;
    private Admin admin;
    private KafkaLogClients clients;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        broker = TestBroker.start(folder);
        clients = broker.clients();
        admin = broker.admin();
        admin.createTopics(Arrays.stream(Topic.values())
                        .map(topic -> new NewTopic(topic.topicName(), 1, (short) 1))
                        .toList())
                .all()
                .get();
        // Else no record could be appended to a transaction whose coordinator doesn't know of it.
        var unverified = new AlterConfigOp(
                new ConfigEntry("transaction.partition.verification.enable", "false"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.BROKER, ""), List.of(unverified)))
                .all()
                .get();
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"true, 0, true", "true, 1, true", "false, 0, false"})
    void what_a_broker_has_left_open_is_ended_as_its_coordinator_has(boolean committed, int later, boolean seen)
            throws Exception {
        var left = leftOpen();
        var id = ProducerPair.transactionalIds(COMMANDS).getFirst();
        try (var producer = clients.producer(id)) {
            producer.initTransactions();
            for (int i = 0; i <= later; i++) {
                left.transaction(producer, committed);
            }
            var value = "left open at " + System.nanoTime();
            left.append(id, later, KEYS, value);
            assertThat(left.open(KEYS)).hasSize(1);
            assertThat(hanging().endOf(COMMANDS)).isEqualTo(1);
            assertThat(left.open(KEYS)).isEmpty();
            assertThat(keys().contains(value)).isEqualTo(seen);
            assertThat(hanging().endOf(COMMANDS)).isZero();
            // The producer is none the worse for it.
            left.transaction(producer, true);
        }
    }

    @Test
    void readers_that_a_broker_has_left_waiting_go_on_by_themselves() throws Exception {
        var left = leftOpen();
        var id = ProducerPair.transactionalIds(COMMANDS).getLast();
        try (var producer = clients.producer(id)) {
            producer.initTransactions();
            left.transaction(producer, true);
            left.append(id, 0, KEYS, "waited for");
            var watch = new HangingWatch(hanging(), Duration.ofSeconds(-5));
            watch.observe(Double.NaN);
            assertThat(left.open(KEYS)).hasSize(1);
            watch.observe(0.5);
            assertThat(left.open(KEYS)).isEmpty();
            assertThat(keys()).contains("waited for");
        }
    }

    @Test
    void what_may_still_end_by_itself_is_left_alone() throws Exception {
        var left = leftOpen();
        try (var producer =
                clients.producer(ProducerPair.transactionalIds(COMMANDS).getFirst())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(KEYS.topic(), KEYS.partition(), new byte[1], new byte[1]))
                    .get();
            assertThat(hanging().endAll()).isZero();
            assertThat(left.open(KEYS)).hasSize(1);
            producer.commitTransaction();
        }
    }

    @Test
    void nobody_guesses_how_a_transaction_has_ended() throws Exception {
        var left = leftOpen();
        var id = ProducerPair.transactionalIds(COMMANDS).getFirst();
        try (var producer = clients.producer(id);
                var next = clients.producer(id)) {
            producer.initTransactions();
            left.transaction(producer, true);
            left.append(id, 0, KEYS, "of unknown fate");
            next.initTransactions();
            assertThatThrownBy(() -> hanging().endOf(COMMANDS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("forgotten how it ended");
        } finally {
            left.abort(KEYS);
        }
    }

    private List<String> keys() {
        try (var reader = clients.tailReader()) {
            return CertainRecords.of(reader, KEYS);
        }
    }

    private HangingTransactions hanging() {
        var where = new HangingTransactions.Where(new LogIdentity("any", Map.of(), 1, 1), "epochal-processor");
        return new HangingTransactions(admin, connection(), where, new SimpleMeterRegistry());
    }

    private LeftOpen leftOpen() {
        return new LeftOpen(admin, connection(), new TopicPartition(Topic.VERDICTS.topicName(), 0));
    }

    private TransactionMarkers connection() {
        return new TransactionMarkers(broker.connection());
    }
}
