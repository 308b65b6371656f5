package dev.epochal.server.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.zaxxer.hikari.HikariDataSource;
import dev.epochal.embedded.BrokerSettings;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedBroker;
import dev.epochal.embedded.EmbeddedPostgres;
import dev.epochal.embedded.PostgresSettings;
import dev.epochal.projections.database.ConnectionPool;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.server.StoppedFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Each kind of damage, done to the files of a real broker or the rows of a real database, is found and named.
///
/// The log holds one group: 0 its creation, 1 a Commit that adds bob, 2 a message, 3 a Commit without proposals.
class FsckIT {
    private static final int COMMIT = 1;
    private static final int MESSAGE = 2;
    private static final int LAST = 3;

    private static Path broker;
    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;
    private static SegmentFile events;
    private static SegmentFile directory;

    @BeforeAll
    static void tell_a_story() {
        Path data = StoppedFolder.withStory("fsck").path();
        broker = data.resolve("broker");
        postgres = EmbeddedPostgres.start(PostgresSettings.of(data.resolve("postgres"), Durability.OS), _ -> {});
        pool = ConnectionPool.open(database());
        events = SegmentFile.of(broker, Topic.GROUP_EVENTS);
        directory = SegmentFile.of(broker, Topic.DIRECTORY_EVENTS);
    }

    private static PoolSettings database() {
        return new PoolSettings(postgres.jdbcUrl(), postgres.user(), postgres.password(), 4);
    }

    @AfterAll
    static void close() {
        pool.close();
        postgres.close();
    }

    @AfterEach
    void repair() {
        events.restore();
        directory.restore();
    }

    @Test
    void an_undamaged_log_is_clean() {
        assertClean(checked());
    }

    @Test
    void an_undamaged_log_is_clean_when_its_states_do_not_fit_into_memory_at_once() {
        assertClean(checked(true, 0));
    }

    private static void assertClean(Report report) {
        assertThat(report.findings()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.groups()).isOne();
        assertThat(report.groupEvents()).isEqualTo(4);
        assertThat(report.users()).isEqualTo(3);
        assertThat(report.userEvents()).isEqualTo(directory.entries().size()).isGreaterThan(2);
        assertThat(report.rows().omitted()).isEmpty();
        assertThat(report.rows().compared()).isGreaterThan(10);
    }

    @Test
    void a_changed_octet_is_found_by_the_seal() {
        at(MESSAGE, entry -> entry.withValue(flipped(entry.value())));
        assertFound(Kind.SEAL, MESSAGE);
    }

    @Test
    void a_changed_payload_under_a_new_seal_is_found_by_its_hash() {
        rewrite(
                MESSAGE,
                event -> event.getMessageAcceptedBuilder()
                        .setMessage(flipped(event.getMessageAccepted().getMessage())));
        assertFound(Kind.HASH, MESSAGE);
    }

    @Test
    void a_message_that_was_exchanged_with_all_its_hashes_is_found_by_the_event_after_it() {
        rewriteWithHashes(
                MESSAGE,
                event -> event.getMessageAcceptedBuilder()
                        .setMessage(flipped(event.getMessageAccepted().getMessage())));
        assertFound(Kind.CHAIN, LAST);
    }

    @Test
    void a_commit_that_was_exchanged_with_all_its_hashes_is_found_by_its_signature() {
        rewriteWithHashes(
                LAST,
                event -> event.getCommitAcceptedBuilder()
                        .setCommit(flipped(event.getCommitAccepted().getCommit())));
        assertFound(Kind.REFUSED, LAST);
    }

    @Test
    void a_recorded_hash_that_does_not_follow_is_found() {
        rewrite(
                COMMIT,
                event -> event.getCommitAcceptedBuilder()
                        .getAfterBuilder()
                        .setTreeHash(
                                flipped(event.getCommitAccepted().getAfter().getTreeHash())));
        assertFound(Kind.DERIVATION, COMMIT);
    }

    @Test
    void a_dropped_event_is_found() {
        events.write(entry -> entry.offset() == offset(MESSAGE) ? List.of() : List.of(entry));
        assertFound(Kind.GAP, LAST);
    }

    @Test
    void a_dropped_event_of_the_directory_is_found() {
        long first = directory.entries().getFirst().offset();
        directory.write(entry -> entry.offset() == first ? List.of() : List.of(entry));
        var found = checked(false, 1 << 28).findings().getFirst();
        assertThat(found.kind()).isEqualTo(Kind.GAP);
        assertThat(found.place().topic()).isEqualTo(Topic.DIRECTORY_EVENTS);
    }

    @Test
    void an_event_under_the_key_of_another_group_is_found() {
        at(MESSAGE, entry -> entry.sealedWith(ByteString.copyFromUtf8("another"), entry.value()));
        assertFound(Kind.MISPLACED, MESSAGE);
    }

    @Test
    void a_record_that_is_no_event_is_found() {
        at(MESSAGE, entry -> entry.sealedWith(entry.key(), ByteString.copyFrom(new byte[] {(byte) 0xff, 1})));
        assertFound(Kind.UNREADABLE, MESSAGE);
    }

    @Test
    void an_event_that_stands_there_twice_is_found() {
        var first = events.entries().get(COMMIT);
        at(LAST, entry -> entry.sealedWith(first.key(), first.value()));
        assertFound(Kind.REPEATED, LAST);
    }

    @Test
    void a_second_event_with_the_same_seq_is_found() {
        var other = rewritten(
                events.entries().get(MESSAGE),
                event -> event.getMessageAcceptedBuilder()
                        .setMessage(flipped(event.getMessageAccepted().getMessage())),
                true);
        at(LAST, entry -> entry.sealedWith(entry.key(), other));
        assertFound(Kind.FORK, LAST);
    }

    @Test
    void a_batch_with_a_flipped_bit_is_found_by_the_checksum_of_the_broker() {
        events.flipBit();
        var found = checked().findings().getFirst();
        assertThat(found.kind()).isEqualTo(Kind.CORRUPT_BATCH);
        assertThat(found.place().topic()).isEqualTo(Topic.GROUP_EVENTS);
    }

    @Test
    void a_log_without_its_newest_event_is_found_by_what_the_read_model_holds() {
        events.cutAt(offset(LAST));
        var found = checked().findings().getFirst();
        assertThat(found.kind()).isEqualTo(Kind.LOG_CUT);
        assertThat(found.place().offset()).isEqualTo(offset(LAST));
    }

    @Test
    void changed_missing_and_invented_rows_are_found_with_the_event_that_they_follow_from() {
        assertRowFound(
                Kind.ROW_CHANGED,
                "group_member",
                "update group_member set user_id = 'mallory' where leaf_index = 1",
                "update group_member set user_id = (select user_id from welcome) where leaf_index = 1");
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
        var found = checked().findings().getFirst();
        Sql.over(pool).execute(repair);
        assertThat(found.kind()).isEqualTo(kind);
        assertThat(found.detail()).contains(table);
    }

    private static void assertFound(Kind kind, int event) {
        var report = checked(false, 1 << 28);
        assertThat(report.isClean()).isFalse();
        var found = report.findings().getFirst();
        assertThat(found.kind()).as(found.toString()).isEqualTo(kind);
        assertThat(found.place().topic()).isEqualTo(Topic.GROUP_EVENTS);
        assertThat(found.place().offset()).isEqualTo(offset(event));
        assertThat(found.detail()).isNotBlank();
    }

    private static Report checked() {
        return checked(true, 1 << 28);
    }

    private static Report checked(boolean rows, long memoryMax) {
        try (var running = EmbeddedBroker.start(BrokerSettings.of(broker, Durability.OS), _ -> {})) {
            var site = new Fsck.Site(Map.of("bootstrap.servers", running.bootstrapServers()), pool, database());
            return Fsck.run(site, new Fsck.Settings(rows, 2, memoryMax), (_, _, _) -> {});
        }
    }

    private static long offset(int event) {
        return events.entries().get(event).offset();
    }

    private static void at(int event, UnaryOperator<SegmentFile.Entry> change) {
        long offset = offset(event);
        events.write(entry -> List.of(entry.offset() == offset ? change.apply(entry) : entry));
    }

    /// Changes an event and seals its record, but leaves its hashes.
    private static void rewrite(int event, Consumer<GroupEvent.Builder> change) {
        at(event, entry -> entry.sealedWith(entry.key(), rewritten(entry, change, false)));
    }

    /// Changes an event with its hashes and its seal, as a careful forger would.
    private static void rewriteWithHashes(int event, Consumer<GroupEvent.Builder> change) {
        at(event, entry -> entry.sealedWith(entry.key(), rewritten(entry, change, true)));
    }

    private static ByteString rewritten(
            SegmentFile.Entry entry, Consumer<GroupEvent.Builder> change, boolean withHashes) {
        try {
            var event = GroupEvent.parseFrom(entry.value()).toBuilder();
            change.accept(event);
            if (withHashes) {
                event.setHeader(CanonicalHeader.seal(event.getHeader(), event.build()));
            }
            return event.build().toByteString();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteString flipped(ByteString octets) {
        byte[] flipped = octets.toByteArray();
        flipped[flipped.length / 2] ^= 1;
        return ByteString.copyFrom(flipped);
    }
}
