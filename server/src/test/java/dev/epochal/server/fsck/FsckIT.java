package dev.epochal.server.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.zaxxer.hikari.HikariDataSource;
import dev.epochal.client.Octets;
import dev.epochal.embedded.BrokerSettings;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedBroker;
import dev.epochal.embedded.EmbeddedPostgres;
import dev.epochal.embedded.PostgresSettings;
import dev.epochal.projections.database.ConnectionPool;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.log.Topic;
import dev.epochal.server.StoppedFolder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each kind of damage, done to the files of a real broker or the rows of a real database, is found and named.
///
/// The log holds the same story in several groups that share a partition: 0 the creation, 1 a Commit that adds bob, 2 a
/// message, 3 a Commit without proposals.
class FsckIT {
    private static final long EVENTS = 4;

    private static final Map<Damage, Octets> DAMAGED = new EnumMap<>(Damage.class);

    /// One for each damage, and one that stays as it was.
    private static final List<Octets> GROUPS = StoppedFolder.neighbours(Damage.values().length + 1);

    static {
        var groups = GROUPS.iterator();
        for (var damage : Damage.values()) {
            DAMAGED.put(damage, groups.next());
        }
    }

    private static Path broker;
    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;
    private static SegmentFile events;
    private static SegmentFile directory;

    @BeforeAll
    static void tell_the_stories() {
        Path data = StoppedFolder.withStories("fsck", GROUPS).path();
        broker = data.resolve("broker");
        postgres = EmbeddedPostgres.start(PostgresSettings.of(data.resolve("postgres"), Durability.OS), _ -> {});
        pool = ConnectionPool.open(database());
        events = SegmentFile.of(broker, Topic.GROUP_EVENTS);
        directory = SegmentFile.of(broker, Topic.DIRECTORY_EVENTS);
    }

    @AfterAll
    static void close() {
        pool.close();
        postgres.close();
    }

    @Nested
    class Undamaged {
        private static EmbeddedBroker running;

        @BeforeAll
        static void start() {
            running = startBroker();
        }

        @AfterAll
        static void stop() {
            running.close();
        }

        @Test
        void an_undamaged_log_is_clean() {
            assertClean(checked(running, true, 1 << 28));
        }

        @Test
        void an_undamaged_log_is_clean_when_its_states_do_not_fit_into_memory_at_once() {
            assertClean(checked(running, true, 0));
        }

        private static void assertClean(Report report) {
            assertThat(report.findings()).isEmpty();
            assertThat(report.isClean()).isTrue();
            assertThat(report.groups()).isEqualTo(GROUPS.size());
            assertThat(report.groupEvents()).isEqualTo(EVENTS * GROUPS.size());
            assertThat(report.users()).isEqualTo(3);
            assertThat(report.userEvents())
                    .isEqualTo(directory.entries().size())
                    .isGreaterThan(2);
            assertThat(report.rows().omitted()).isEmpty();
            assertThat(report.rows().compared()).isGreaterThan(10);
        }

        @Test
        void changed_missing_and_invented_rows_are_found_with_the_event_that_they_follow_from() {
            assertRowFound(
                    Kind.ROW_CHANGED,
                    "group_member",
                    "create table kept as select * from group_member;"
                            + " update group_member set user_id = 'mallory' where leaf_index = 1",
                    "delete from group_member; insert into group_member select * from kept; drop table kept");
            assertRowFound(
                    Kind.ROW_MISSING,
                    "welcome",
                    "create table kept as select * from welcome; delete from welcome",
                    "insert into welcome select * from kept; drop table kept");
            assertRowFound(
                    Kind.ROW_UNEXPECTED,
                    "welcome_acknowledgement",
                    "insert into welcome_acknowledgement values ('\\x00', 'bob')",
                    "delete from welcome_acknowledgement where welcome_id = '\\x00'");
        }

        private static void assertRowFound(Kind kind, String table, String damage, String repair) {
            Sql.over(pool).execute(damage);
            var found = checked(running, true, 1 << 28).findings().getFirst();
            Sql.over(pool).execute(repair);
            assertThat(found.kind()).isEqualTo(kind);
            assertThat(found.detail()).contains(table);
        }
    }

    @Nested
    class DamagedRecords {
        private static Report report;

        @BeforeAll
        static void damage() {
            var changed = new HashMap<Long, List<SegmentFile.Entry>>();
            DAMAGED.forEach((damage, groupId) -> {
                var story = story(groupId);
                changed.put(story.get(damage.place()).offset(), damage.inflict(story));
            });
            events.write(entry -> changed.getOrDefault(entry.offset(), List.of(entry)));
            long first = directory.entries().getFirst().offset();
            directory.write(entry -> entry.offset() == first ? List.of() : List.of(entry));
            try (var running = startBroker()) {
                report = checked(running, false, 1 << 28);
            }
        }

        @AfterAll
        static void repair() {
            events.restore();
            directory.restore();
        }

        @ParameterizedTest
        @EnumSource(Damage.class)
        void each_damage_is_found_where_it_shows_first(Damage damage) {
            assertThat(report.isClean()).isFalse();
            var story = story(Objects.requireNonNull(DAMAGED.get(damage)));
            var found = found(report, story).getFirst();
            assertThat(found.kind()).as(found.toString()).isEqualTo(damage.kind());
            assertThat(found.place().topic()).isEqualTo(Topic.GROUP_EVENTS);
            assertThat(found.place().offset())
                    .isEqualTo(story.get(damage.shows()).offset());
            assertThat(found.detail()).isNotBlank();
        }

        @Test
        void the_groups_beside_are_judged_all_the_same() {
            assertThat(found(report, story(GROUPS.getLast()))).isEmpty();
            assertThat(report.groups()).isGreaterThanOrEqualTo(GROUPS.size());
        }

        @Test
        void a_dropped_event_of_the_directory_is_found() {
            assertThat(report.findings())
                    .filteredOn(found -> found.place().topic() == Topic.DIRECTORY_EVENTS)
                    .first()
                    .extracting(Finding::kind)
                    .isEqualTo(Kind.GAP);
        }

        private static List<Finding> found(Report report, List<SegmentFile.Entry> story) {
            var offsets = story.stream().map(SegmentFile.Entry::offset).toList();
            return report.findings().stream()
                    .filter(found -> found.place().topic() == Topic.GROUP_EVENTS)
                    .filter(found -> offsets.contains(found.place().offset()))
                    .toList();
        }
    }

    @Nested
    class DamagedFiles {
        @AfterEach
        void repair() {
            events.restore();
        }

        @Test
        void a_batch_with_a_flipped_bit_is_found_by_the_checksum_of_the_broker() {
            events.flipBit();
            try (var running = startBroker()) {
                var found = checked(running, true, 1 << 28).findings().getFirst();
                assertThat(found.kind()).isEqualTo(Kind.CORRUPT_BATCH);
                assertThat(found.place().topic()).isEqualTo(Topic.GROUP_EVENTS);
            }
        }

        @Test
        void a_log_without_its_newest_event_is_found_by_what_the_read_model_holds() {
            long last = events.entries().getLast().offset();
            events.cutAt(last);
            try (var running = startBroker()) {
                var found = checked(running, true, 1 << 28).findings().getFirst();
                assertThat(found.kind()).isEqualTo(Kind.LOG_CUT);
                assertThat(found.place().offset()).isEqualTo(last);
            }
        }
    }

    private static List<SegmentFile.Entry> story(Octets groupId) {
        var key = ByteString.copyFrom(groupId.toArray());
        return events.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .toList();
    }

    private static PoolSettings database() {
        return new PoolSettings(postgres.jdbcUrl(), postgres.user(), postgres.password(), 4);
    }

    private static EmbeddedBroker startBroker() {
        return EmbeddedBroker.start(BrokerSettings.of(broker, Durability.OS), _ -> {});
    }

    private static Report checked(EmbeddedBroker running, boolean rows, long memoryMax) {
        var site = new Fsck.Site(Map.of("bootstrap.servers", running.bootstrapServers()), pool, database());
        return Fsck.run(site, new Fsck.Settings(rows, 2, memoryMax), (_, _, _) -> {});
    }
}
