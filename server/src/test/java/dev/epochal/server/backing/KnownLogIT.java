package dev.epochal.server.backing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.epochal.embedded.BrokerSettings;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedBroker;
import dev.epochal.embedded.EmbeddedPostgres;
import dev.epochal.embedded.PostgresSettings;
import dev.epochal.processor.core.Limits;
import dev.epochal.processor.log.LogIdentity;
import dev.epochal.processor.log.ProcessorSettings;
import dev.epochal.processor.log.UnsuitableLogException;
import dev.epochal.projections.database.ConnectionPool;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.projections.database.ReadModelSchema;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.log.Topic;
import dev.epochal.server.Eventually;
import dev.epochal.server.TestFolder;
import dev.epochal.server.setting.LogAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/// A read model belongs to one log. Each test changes the log for those behind it.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class KnownLogIT {
    private static final int PARTITIONS = 2;
    private static final List<Topic> ORDERED = List.of(
            Topic.GROUP_COMMANDS,
            Topic.GROUP_EVENTS,
            Topic.PAYLOAD_KEYS,
            Topic.DIRECTORY_COMMANDS,
            Topic.DIRECTORY_EVENTS,
            Topic.IMPORTED_EVENTS);

    private EmbeddedBroker broker;
    private EmbeddedPostgres postgres;
    private HikariDataSource readModel;
    private Admin admin;

    @BeforeAll
    void start() {
        broker = EmbeddedBroker.start(BrokerSettings.of(TestFolder.absent("known-log-broker"), Durability.OS), _ -> {});
        postgres = EmbeddedPostgres.start(
                PostgresSettings.of(TestFolder.absent("known-log-postgres"), Durability.OS), _ -> {});
        readModel = ConnectionPool.open(new PoolSettings(postgres.jdbcUrl(), postgres.user(), postgres.password(), 2));
        ReadModelSchema.migrate(readModel);
        admin = Admin.create(connection());
        assertThat(TopicSetup.ensure(log(), PARTITIONS)).isEqualTo(PARTITIONS);
    }

    @AfterAll
    void stop() {
        admin.close();
        readModel.close();
        postgres.close();
        broker.close();
    }

    @Test
    @Order(1)
    void the_log_that_was_seen_first_is_the_right_one() {
        assertThat(verify()).isEqualTo(verify());
        assertThat(verify().partitions()).isEqualTo(PARTITIONS);
    }

    @Test
    @Order(2)
    void rows_that_were_written_before_the_number_of_partitions_was_kept_learn_it() {
        execute("update log_topic set partitions = null");
        verify();
        assertThat(Sql.over(readModel)
                        .fetch("select distinct partitions from log_topic")
                        .intoSet(0, Integer.class))
                .isEqualTo(Set.of(PARTITIONS));
    }

    @Test
    @Order(3)
    void another_cluster_is_refused() {
        var cluster = verify().clusterId();
        execute("update log_topic set cluster_id = 'another'");
        assertThatThrownBy(this::verify)
                .isInstanceOf(UnsuitableLogException.class)
                .hasMessageContaining("cluster another");
        execute("update log_topic set cluster_id = '" + cluster + "'");
        verify();
    }

    @Test
    @Order(4)
    void a_log_with_more_partitions_is_refused() throws Exception {
        admin.createPartitions(ORDERED.stream()
                        .collect(Collectors.toMap(Topic::topicName, _ -> NewPartitions.increaseTo(PARTITIONS + 1))))
                .all()
                .get();
        assertThat(TopicSetup.ensure(log(), PARTITIONS)).isEqualTo(PARTITIONS + 1);
        Eventually.holds("the partitions are there", () -> refusal().contains("number can't be changed"));
    }

    @Test
    @Order(5)
    void a_topic_that_was_made_anew_is_refused() throws Exception {
        admin.deleteTopics(Stream.of(Topic.DEAD_LETTERS).map(Topic::topicName).toList())
                .all()
                .get();
        // While the broker may still be busy with the old one.
        TopicSetup.ensure(log(), PARTITIONS);
        Eventually.holds("the topic is there", () -> refusal().contains("was made anew"));
    }

    private String refusal() {
        try {
            verify();
            return "";
        } catch (UnsuitableLogException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private LogIdentity verify() {
        return KnownLog.verify(ProcessorSettings.of(connection(), Limits.standard()), readModel);
    }

    private void execute(String statement) {
        Sql.over(readModel).execute(statement);
    }

    private LogAddress log() {
        return new LogAddress(connection(), (short) 1, (short) 1);
    }

    private Map<String, Object> connection() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }
}
