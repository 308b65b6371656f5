package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.DoublePredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What the shell asks of a real broker.
///
/// `epochal.transactions` is the number of transactions of one partition; a longer run is `./epochal rollover`.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealBrokerIT {
    private static final int TRANSACTIONS = Integer.getInteger("epochal.transactions", 300);

    /// More of one id, and the broker has to give it another producer id.
    private static final int PRODUCER_EPOCHS = 1 << 15;

    private static final int ATTEMPTS = 600;
    private static final int RECORD_BYTES_MAX = 8 << 20;
    private static final TopicPartition COMMANDS = new TopicPartition(Topic.GROUP_COMMANDS.topicName(), 0);
    private static final TopicPartition EVENTS = new TopicPartition(Topic.GROUP_EVENTS.topicName(), 0);

    private TestBroker broker;
    private Admin admin;
    private KafkaLogClients clients;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        broker = TestBroker.start(folder);
        clients = broker.clients();
        admin = broker.admin();
        create(Topic.values());
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    private void create(Topic... topics) throws InterruptedException, ExecutionException {
        admin.createTopics(Arrays.stream(topics).map(RealBrokerIT::newTopic).toList())
                .all()
                .get();
    }

    private static NewTopic newTopic(Topic topic) {
        var settings = new HashMap<>(Map.of(
                TopicConfig.RETENTION_MS_CONFIG, "-1",
                TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(RECORD_BYTES_MAX)));
        if (topic == Topic.GROUP_COMMANDS || topic == Topic.DIRECTORY_COMMANDS) {
            settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        }
        if (topic.isCompacted()) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
        }
        return new NewTopic(topic.topicName(), 1, (short) 1).configs(settings);
    }

    @Tag("S13")
    @Test
    void a_topic_that_was_made_anew_is_another_log() throws Exception {
        var before = LogInspection.inspect(admin, RECORD_BYTES_MAX);
        LogInspection.inspect(admin, RECORD_BYTES_MAX).require(before);
        admin.deleteTopics(List.of(Topic.DEAD_LETTERS.topicName())).all().get();
        create(Topic.DEAD_LETTERS);
        var after = inspectedOnceAllTopicsAreThere();
        assertThatThrownBy(() -> after.require(before))
                .isInstanceOf(UnsuitableLogException.class)
                .hasMessageContaining(Topic.DEAD_LETTERS.topicName());
    }

    /// A broker takes a moment to know a topic that was just made.
    private LogIdentity inspectedOnceAllTopicsAreThere() throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return LogInspection.inspect(admin, RECORD_BYTES_MAX);
            } catch (UnsuitableLogException _) {
                Thread.sleep(100);
            }
        }
        return LogInspection.inspect(admin, RECORD_BYTES_MAX);
    }

    @Test
    void topics_that_could_lose_or_reorder_something_are_refused() throws Exception {
        refusedWith(Topic.GROUP_EVENTS, TopicConfig.RETENTION_MS_CONFIG, "86400000");
        refusedWith(Topic.DIRECTORY_EVENTS, TopicConfig.RETENTION_BYTES_CONFIG, "1000000");
        refusedWith(Topic.GROUP_EVENTS, TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
        refusedWith(Topic.PAYLOAD_KEYS, TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
        refusedWith(Topic.GROUP_COMMANDS, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
        refusedWith(Topic.VERDICTS, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1000000");
        var found = LogInspection.inspect(admin, RECORD_BYTES_MAX);
        var wider = new LogIdentity(found.clusterId(), found.topicIds(), 2, found.verdictPartitions());
        assertThatThrownBy(() -> wider.require(found))
                .isInstanceOf(UnsuitableLogException.class)
                .hasMessageContaining("can't be changed");
    }

    private void refusedWith(Topic topic, String setting, String value) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        var config = admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .values()
                .iterator()
                .next();
        var before = config.get(setting).value();
        alter(resource, setting, value);
        try {
            assertThatThrownBy(() -> LogInspection.inspect(admin, RECORD_BYTES_MAX))
                    .isInstanceOf(UnsuitableLogException.class)
                    .hasMessageContaining(topic.topicName())
                    .hasMessageContaining(setting);
        } finally {
            alter(resource, setting, before);
        }
    }

    private void alter(ConfigResource resource, String setting, String value) throws Exception {
        var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    }

    @Test
    void a_session_is_not_shorter_than_the_brokers_allow() {
        var bound = SessionBound.of(admin);
        assertThat(bound).isEqualTo(Duration.ofSeconds(1));
        var timing = ProcessorSettings.Timing.DEFAULT;
        assertThat(timing.withSessionAtLeast(bound)).isEqualTo(timing);
        assertThat(timing.withSessionAtLeast(Duration.ofSeconds(6)).session()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void a_cluster_whose_transactions_are_of_an_older_version_is_refused() throws Exception {
        setTransactionVersion(1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
        try {
            assertThatThrownBy(() -> LogInspection.inspect(admin, RECORD_BYTES_MAX))
                    .isInstanceOf(UnsuitableLogException.class)
                    .hasMessageContaining("transaction.version is at 1");
        } finally {
            setTransactionVersion(2, FeatureUpdate.UpgradeType.UPGRADE);
        }
    }

    private void setTransactionVersion(int version, FeatureUpdate.UpgradeType type) throws Exception {
        admin.updateFeatures(
                        Map.of("transaction.version", new FeatureUpdate((short) version, type)),
                        new UpdateFeaturesOptions())
                .all()
                .get();
        // The controller has taken it; the broker that is asked learns of it a little later.
        while (transactionVersion() != version) {
            Thread.sleep(20);
        }
    }

    private short transactionVersion() throws Exception {
        var finalized = admin.describeFeatures().featureMetadata().get().finalizedFeatures();
        return Objects.requireNonNull(finalized.get("transaction.version")).maxVersionLevel();
    }

    @Test
    void an_open_transaction_is_told_until_it_ends() throws Exception {
        var registry = new SimpleMeterRegistry();
        var watch = new HangingWatch(hanging(), Duration.ofMinutes(1));
        try (var offsets = new StableOffsets(admin, LogInspection.inspect(admin, RECORD_BYTES_MAX), watch, registry);
                var producer = clients.producer("hanging")) {
            offsets.start();
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(Topic.VERDICTS.topicName(), 0, null, new byte[1]))
                    .get();
            awaitGauge(registry, "epochal.log.stable.held", held -> held > 0);
            awaitGauge(registry, "epochal.log.stable.lag", lag -> lag == 1);
            producer.abortTransaction();
            awaitGauge(registry, "epochal.log.stable.held", held -> held == 0);
            awaitGauge(registry, "epochal.log.stable.lag", lag -> lag == 0);
        }
    }

    private static void awaitGauge(MeterRegistry registry, String name, DoublePredicate wanted)
            throws InterruptedException {
        var gauge = registry.get(name).tag("topic", Topic.VERDICTS.topicName()).gauge();
        for (int attempt = 0; attempt < ATTEMPTS && !wanted.test(gauge.value()); attempt++) {
            Thread.sleep(100);
        }
        assertThat(gauge.value()).as(name).matches(wanted::test);
    }

    private HangingTransactions hanging() {
        var where = new HangingTransactions.Where(LogInspection.inspect(admin, RECORD_BYTES_MAX), "epochal-processor");
        return new HangingTransactions(admin, new TransactionMarkers(Map.of()), where, new SimpleMeterRegistry());
    }

    @Test
    void each_outcome_is_in_effect_once_however_many_transactions_an_id_has_had() throws Exception {
        var ids = ProducerPair.transactionalIds(COMMANDS);
        var failures = new ArrayList<LogFailure>();
        try (var member = clients.commandConsumer()) {
            join(member);
            var firstIds = new ArrayList<Long>();
            long next = 0;
            while (next < TRANSACTIONS) {
                try (var appender = appender(member)) {
                    firstIds.addAll(firstIds.isEmpty() ? producerIds(ids) : List.of());
                    next = append(appender, member, next);
                } catch (AppendFailed e) {
                    failures.add(e.failure());
                    next = new KafkaLogOffsets(admin, member.groupMetadata().groupId(), hanging())
                            .acknowledged(COMMANDS)
                            .orElse(0);
                }
            }
            if (TRANSACTIONS / ids.size() > PRODUCER_EPOCHS) {
                assertThat(producerIds(ids)).doesNotContainAnyElementsOf(firstIds);
            }
        }
        assertThat(appended()).isEqualTo(numbers());
        System.out.println("rollover: " + TRANSACTIONS + " transactions with " + ids.size() + " ids, " + failures.size()
                + " failed " + failures);
    }

    private static void join(Consumer<byte[], byte[]> member) {
        member.subscribe(List.of(COMMANDS.topic()), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                // Nobody else wants them.
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                partitions.forEach(partition -> member.seek(partition, 0));
                member.pause(partitions);
            }
        });
        while (member.assignment().isEmpty()) {
            member.poll(Duration.ofMillis(100));
        }
    }

    private Appender appender(Consumer<byte[], byte[]> member) {
        return new Appender(
                new Appender.Route(COMMANDS, Topic.GROUP_EVENTS, 1),
                ProducerPair.fence(clients, COMMANDS),
                member::groupMetadata);
    }

    private static long append(Appender appender, Consumer<byte[], byte[]> member, long from) {
        for (long next = from; next < TRANSACTIONS; next++) {
            var event = ByteString.copyFromUtf8(Long.toString(next));
            appender.append(
                    List.of(new Outcome.Accepted(event, new Ledger.Written(event, Optional.empty()), Optional.empty())),
                    next + 1);
            if (next % 1000 == 0) {
                member.poll(Duration.ZERO);
            }
        }
        return TRANSACTIONS;
    }

    private List<Long> producerIds(List<String> transactionalIds) throws Exception {
        return admin.describeTransactions(transactionalIds).all().get().values().stream()
                .map(description -> description.producerId())
                .toList();
    }

    private List<String> appended() {
        try (var reader = clients.tailReader()) {
            return CertainRecords.of(reader, EVENTS);
        }
    }

    private static List<String> numbers() {
        var numbers = new ArrayList<String>();
        for (long number = 0; number < TRANSACTIONS; number++) {
            numbers.add(Long.toString(number));
        }
        return numbers;
    }
}
