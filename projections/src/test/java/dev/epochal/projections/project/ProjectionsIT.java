package dev.epochal.projections.project;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.projections.project.History.BOB;
import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.zaxxer.hikari.HikariDataSource;
import dev.epochal.embedded.EmbeddedPostgres;
import dev.epochal.projections.database.CanonicalDump;
import dev.epochal.projections.database.ConnectionPool;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.projections.database.ReadModelSchema;
import dev.epochal.projections.database.Sql;
import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.read.ReadModel;
import dev.epochal.projections.wake.ChangeHub;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(180)
class ProjectionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final DataSource dataSource = TestDatabase.empty();
    private final ReadModel reads = new ReadModel(dataSource);
    private final ChangeHub hub = new ChangeHub(Duration.ofMillis(20));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final History history = new History("group", 0);
    private final History other = new History("other", 1);
    private TestLog log;

    @BeforeEach
    void open() throws InterruptedException, ExecutionException {
        log = TestLog.empty();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void follows_every_topic_to_the_end_of_each_partition_and_is_healthy_then() throws Exception {
        var id = ByteString.copyFrom(new byte[16]);
        log.groups(0, history.created(ALICE), history.said("one"))
                .groups(1, other.created(BOB))
                .directory(0, new Directory("bob").published("laptop", 99, "a"))
                .verdicts(
                        1,
                        Verdict.newBuilder()
                                .setSubmissionId(id)
                                .setRefusal(Refusal.newBuilder())
                                .build())
                .end();
        try (var projections = start()) {
            awaitEnd(projections);
            assertThat(reads.group(history.groupId()).orElseThrow().seq()).isEqualTo(1);
            assertThat(reads.group(other.groupId())).isPresent();
            assertThat(reads.stock(BOB, 0)).hasSize(1);
            assertThat(reads.verdict(new UUID(0, 0))).isPresent();
            assertThat(projections.health()).isEqualTo(new ProjectionsHealth(0, 0, 0, 0, 6));
        }
    }

    @Test
    void never_shows_what_a_processor_took_back() throws Exception {
        log.groups(0, history.created(ALICE)).takeBack();
        log.groups(1, other.created(ALICE)).end();
        try (var projections = start()) {
            awaitEnd(projections);
            assertThat(reads.group(history.groupId())).isEmpty();
            assertThat(reads.group(other.groupId())).isPresent();
        }
    }

    @Test
    void goes_on_where_it_was_stopped_and_repeats_nothing() throws Exception {
        log.groups(0, history.created(ALICE), history.said("one")).end();
        try (var projections = start()) {
            awaitEnd(projections);
        }
        log.groups(0, history.said("two")).end();
        var later = new SimpleMeterRegistry();
        try (var projections = start(dataSource, later)) {
            awaitEnd(projections);
            assertThat(reads.group(history.groupId()).orElseThrow().seq()).isEqualTo(2);
            assertThat(later.get("epochal.projection.records")
                            .tag("topic", Topic.GROUP_EVENTS.topicName())
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_record_that_can_not_be_trusted_stops_its_partition_and_no_other_one() throws Exception {
        log.groups(0, history.created(ALICE))
                .broken(0, history.said("damaged"))
                .groups(0, history.said("behind"))
                .groups(1, other.created(ALICE))
                .end();
        try (var projections = start()) {
            assertThat(await(() -> projections.health().haltedPartitions() == 1))
                    .isTrue();
            log.groups(1, other.said("still read")).end();
            assertThat(await(() -> reads.group(other.groupId())
                            .filter(row -> row.seq() == 1)
                            .isPresent()))
                    .isTrue();
            assertThat(reads.group(history.groupId()).orElseThrow().seq()).isZero();
            assertThat(reads.nextOffset(Topic.GROUP_EVENTS, 0)).isEqualTo(1);
            assertThat(projections.isHealthy()).isFalse();
            assertThat(haltedGauge("0")).isEqualTo(1);
            assertThat(haltedGauge("1")).isZero();
        }
        try (var projections = start(dataSource, new SimpleMeterRegistry())) {
            assertThat(await(() -> projections.health().haltedPartitions() == 1))
                    .isTrue();
            assertThat(reads.nextOffset(Topic.GROUP_EVENTS, 0)).isEqualTo(1);
        }
    }

    private double haltedGauge(String partition) {
        return registry.get("epochal.projection.halted")
                .tag("topic", Topic.GROUP_EVENTS.topicName())
                .tag("partition", partition)
                .gauge()
                .value();
    }

    @Test
    void a_group_that_contradicts_itself_shows_in_health_before_and_after_a_restart() throws Exception {
        log.groups(0, history.created(ALICE));
        history.said("lost");
        log.groups(0, history.said("behind the gap")).end();
        try (var projections = start()) {
            awaitEnd(projections);
            assertThat(projections.health().haltedKeys()).isEqualTo(1);
            assertThat(projections.isHealthy()).isFalse();
        }
        try (var projections = start(dataSource, new SimpleMeterRegistry())) {
            assertThat(await(() -> projections.health().haltedKeys() == 1)).isTrue();
        }
    }

    @Test
    void several_processes_share_the_partitions_and_one_takes_over_from_another() throws Exception {
        try (var stays = start()) {
            try (var leaves = start(dataSource, new SimpleMeterRegistry())) {
                log.groups(0, history.created(ALICE))
                        .groups(1, other.created(ALICE))
                        .end();
                awaitEnd(stays);
                assertThat(leaves.health().haltedPartitions()).isZero();
            }
            log.groups(0, history.said("one")).groups(1, other.said("one")).end();
            awaitEnd(stays);
            assertThat(reads.group(history.groupId()).orElseThrow().seq()).isEqualTo(1);
            assertThat(reads.group(other.groupId()).orElseThrow().seq()).isEqualTo(1);
        }
    }

    @Test
    void a_killed_database_delays_and_loses_nothing() throws Exception {
        try (EmbeddedPostgres postgres = TestDatabase.start();
                HikariDataSource pool = ConnectionPool.open(
                        new PoolSettings(postgres.jdbcUrl(), postgres.user(), postgres.password(), 4))) {
            ReadModelSchema.migrate(pool);
            log.groups(0, history.created(ALICE)).end();
            try (var projections = start(pool, registry)) {
                assertThat(await(() -> positionIs(pool, 0))).isTrue();
                postgres.kill();
                log.groups(0, history.said("while it is away")).end();
                assertThat(await(() -> projections.health().waitingPartitions() > 0))
                        .isTrue();
                postgres.restart();
                assertThat(await(() -> positionIs(pool, 1))).isTrue();
                assertThat(await(projections::isHealthy)).isTrue();
                assertThat(Sql.over(pool).fetchCount(GROUP_EVENT)).isEqualTo(2);
            }
        }
    }

    private boolean positionIs(DataSource pool, long seq) {
        try {
            return new ReadModel(pool)
                    .group(history.groupId())
                    .filter(row -> row.seq() == seq)
                    .isPresent();
        } catch (DataAccessException e) {
            // The connection is one of those that the kill has ended.
            return false;
        }
    }

    @Test
    void a_rebuild_gives_byte_equal_rows_and_live_projections_go_on_behind_it() throws Exception {
        var bob = new Directory("bob");
        log.groups(0, history.created(ALICE), history.proposed("one"), history.added(BOB, 1, false))
                .groups(1, other.created(BOB), other.policyChanged(3))
                .directory(1, bob.published("laptop", 99, "a"), bob.claimed(ALICE, "laptop", "a"))
                .end();
        try (var projections = start()) {
            awaitEnd(projections);
            String before = dump();
            Sql.over(dataSource).execute("delete from group_member");
            Sql.over(dataSource).execute("update mls_group set epoch = 77");
            assertThat(dump()).isNotEqualTo(before);
            var told = new ArrayList<Long>();
            var summary = Rebuild.run(settings(), dataSource, (events, _, _) -> told.add(events));
            assertThat(summary.records()).isEqualTo(7);
            assertThat(summary.haltedKeys()).isZero();
            assertThat(summary.rows())
                    .containsEntry("mls_group", 2L)
                    .containsEntry("group_event", 5L)
                    .containsEntry("group_member", 3L)
                    .containsEntry("key_package", 1L)
                    .containsEntry("projection_halt", 0L);
            assertThat(told).isSorted().endsWith(7L);
            assertThat(dump()).isEqualTo(before);
            log.groups(0, history.said("after it")).end();
            awaitEnd(projections);
            assertThat(reads.group(history.groupId()).orElseThrow().seq()).isEqualTo(3);
        }
    }

    @Test
    void what_a_database_forgets_that_was_put_back_is_projected_again_though_nothing_more_is_written()
            throws Exception {
        log.groups(0, history.created(ALICE), history.said("one"))
                .directory(0, new Directory("bob").published("laptop", 99, "a"))
                .end();
        try (var projections = start()) {
            awaitEnd(projections);
            String before = dump();
            Sql.over(dataSource).transaction(transaction -> ReadModelRows.deleteAll(transaction.dsl()));
            awaitEnd(projections);
            assertThat(dump()).isEqualTo(before);
            assertThat(await(projections::isHealthy)).isTrue();
        }
    }

    @Test
    void a_rebuild_that_meets_a_broken_record_leaves_the_read_model_as_it_was() throws Exception {
        log.groups(0, history.created(ALICE)).groups(1, other.created(ALICE)).end();
        try (var projections = start()) {
            awaitEnd(projections);
        }
        String before = dump();
        log.broken(1, other.said("damaged")).end();
        assertThatThrownBy(() -> Rebuild.run(settings(), dataSource, (_, _, _) -> {}))
                .isInstanceOf(UntrustedLogException.class)
                .hasMessageContaining("mls.group.events-1 at offset 2 can't be trusted: its seal does not match");
        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void nothing_is_projected_on_a_log_that_was_cut_and_has_grown_again() throws Exception {
        log.groups(0, history.created(ALICE), history.said("lost")).end();
        try (var projections = start()) {
            awaitEnd(projections);
        }
        log.close();
        log = TestLog.empty();
        log.groups(0, other.created(ALICE), other.said("one"), other.said("two"), other.said("three"))
                .end();
        try (var projections = start(dataSource, new SimpleMeterRegistry())) {
            assertThat(await(() -> projections.health().haltedPartitions() == 1))
                    .isTrue();
            assertThat(reads.group(other.groupId())).isEmpty();
            assertThat(reads.group(history.groupId()).orElseThrow().seq()).isEqualTo(1);
        }
        assertThatThrownBy(() -> Rebuild.requireWholeLog(settings(), dataSource))
                .isInstanceOf(UntrustedLogException.class)
                .hasMessageContaining("at offset 1 is gone");
    }

    @Test
    void a_log_that_ends_before_what_the_read_model_holds_is_not_whole() throws Exception {
        log.groups(0, history.created(ALICE)).end();
        Rebuild.run(settings(), dataSource, (_, _, _) -> {});
        Rebuild.requireWholeLog(settings(), dataSource);
        Sql.over(dataSource).execute("update projection_position set next_offset = 5000 where log_partition = 0");
        assertThatThrownBy(() -> Rebuild.requireWholeLog(settings(), dataSource))
                .isInstanceOf(UntrustedLogException.class)
                .hasMessageContaining("before offset 5000");
    }

    private Projections start() {
        return start(dataSource, registry);
    }

    private Projections start(DataSource pool, SimpleMeterRegistry metrics) {
        return Projections.start(settings(), pool, hub, metrics);
    }

    private static ProjectionsSettings settings() {
        return ProjectionsSettings.of(TestLog.connection());
    }

    private void awaitEnd(Projections projections) throws InterruptedException, ExecutionException {
        for (Topic topic : TestLog.projected()) {
            for (int partition = 0; partition < TestLog.PARTITIONS; partition++) {
                long end = TestLog.endOf(topic, partition);
                int at = partition;
                assertThat(await(() -> reads.nextOffset(topic, at) >= end)).isTrue();
            }
        }
        assertThat(await(() -> projections.lag() == 0)).isTrue();
    }

    /// Asks until it is so, at the hub's interval.
    private boolean await(Supplier<Boolean> condition) {
        return hub.awaitGroup(ByteString.EMPTY, LIMIT, condition);
    }

    private String dump() {
        var lines = new StringBuilder();
        CanonicalDump.write(dataSource, lines);
        return lines.toString();
    }
}
