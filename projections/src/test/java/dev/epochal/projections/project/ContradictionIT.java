package dev.epochal.projections.project;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.projections.project.History.BOB;
import static dev.epochal.schema.sql.Tables.DIRECTORY_USER;
import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.MLS_GROUP;
import static dev.epochal.schema.sql.Tables.PROJECTION_HALT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.Sql;
import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.read.ReadModel;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupEvent;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jooq.DSLContext;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What contradicts itself stops its own group or user; what can't be trusted at all stops the partition.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ContradictionIT {
    private final DataSource dataSource = TestDatabase.empty();
    private final DSLContext sql = Sql.over(dataSource);
    private final History broken = new History("broken", Replay.PARTITION);
    private final History sound = new History("sound", Replay.PARTITION);
    private final Replay<GroupEvent> replay = Replay.groups(dataSource);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void a_gap_stops_its_group_and_nobody_else(int batch) {
        replay.with(broken.created(ALICE), sound.created(ALICE));
        broken.said("lost");
        replay.with(broken.said("behind the gap"), sound.said("hello"), broken.said("later"), sound.said("again"));
        replay.project(batch);
        assertHalted(2, "event 2 follows event 0");
        assertThat(seq(broken)).isZero();
        assertThat(seq(sound)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void a_second_event_for_the_same_seq_stops_its_group_and_the_first_one_stays(int batch) {
        var twin = new History("broken", Replay.PARTITION);
        GroupEvent created = broken.created(ALICE);
        twin.created(ALICE);
        GroupEvent first = broken.said("first");
        replay.with(created, first, sound.created(ALICE), twin.said("second"), broken.said("later"))
                .project(batch);
        assertHalted(3, "there is another event 1 before it");
        assertThat(seq(broken)).isEqualTo(1);
        assertThat(seq(sound)).isZero();
        assertThat(sql.fetchSingle(GROUP_EVENT, GROUP_EVENT.SEQ.eq(1L)).getRecord())
                .isEqualTo(first.toByteArray());
    }

    @Test
    void an_event_that_names_another_one_before_it_stops_its_group() {
        GroupEvent created = broken.created(ALICE);
        GroupEvent wrong = changed(broken.said("forged"), header -> header.setPreviousHead(History.octets32("other")));
        replay.with(created, wrong).project(10);
        assertHalted(1, "event 1 names another event before it");
    }

    @Test
    void an_event_that_jumps_over_an_epoch_stops_its_group() {
        GroupEvent created = broken.created(ALICE);
        GroupEvent wrong = changed(broken.added(BOB, 1, false), header -> header.setEpochAfter(2));
        replay.with(created, wrong).project(10);
        assertHalted(1, "event 1 leads to another epoch than the next");
    }

    @Test
    void a_group_on_two_partitions_stops() {
        replay.with(broken.created(ALICE)).project(10);
        GroupEvent elsewhere = broken.said("elsewhere");
        byte[] value = elsewhere.toByteArray();
        var projector = replay.projector();
        long begin = projector.position(Replay.PARTITION + 1);
        var read = Replay.sealed(Topic.GROUP_EVENTS, 0, broken.groupId().toByteArray(), value);
        projector.advance(Replay.PARTITION + 1, begin, List.of(read), 1);
        assertThat(sql.fetchSingle(PROJECTION_HALT).getReason())
                .isEqualTo("the group's history is on partition " + Replay.PARTITION);
    }

    @Test
    void what_the_database_refuses_stops_its_group_only() {
        GroupEvent impossible = new History("broken", Replay.PARTITION).created(History.identity("nul \0", "phone"));
        replay.with(sound.created(ALICE), impossible, sound.said("hello")).project(10);
        assertHalted(1, "the database refuses its rows");
        assertThat(seq(sound)).isEqualTo(1);
        assertThat(sql.fetchCount(MLS_GROUP)).isEqualTo(1);
    }

    @Test
    void a_gap_stops_its_user_and_nobody_else() {
        var bob = new Directory("bob");
        var carol = new Directory("carol");
        var directory = Replay.directory(dataSource).with(bob.published("phone", 1, "a"));
        bob.published("phone", 1, "lost");
        directory
                .with(bob.published("phone", 1, "b"), carol.published("phone", 1, "c"))
                .project(10);
        assertThat(sql.fetchSingle(PROJECTION_HALT).getReason()).isEqualTo("event 2 follows event 0");
        assertThat(sql.selectFrom(DIRECTORY_USER).fetchMap(DIRECTORY_USER.USER_ID, DIRECTORY_USER.SEQ))
                .containsOnly(java.util.Map.entry("bob", 0L), java.util.Map.entry("carol", 0L));
        assertThat(new ReadModel(dataSource).halted(Topic.DIRECTORY_EVENTS, Set.of(key("bob"), key("carol"))))
                .containsExactly(key("bob"));
    }

    @Test
    void a_wrong_seal_stops_the_partition_before_that_record() {
        assertStopsPartition("its seal does not match", read -> {
            read.headers().remove(RecordSeal.HEADER);
            read.headers().add(RecordSeal.HEADER, new byte[32]);
        });
    }

    @Test
    void a_missing_seal_stops_the_partition_before_that_record() {
        assertStopsPartition("its seal does not match", read -> read.headers().remove(RecordSeal.HEADER));
    }

    @Test
    void a_flipped_byte_stops_the_partition_before_that_record() {
        assertStopsPartition("its seal does not match", read -> read.value()[40] ^= 1);
    }

    @Test
    void a_record_under_the_key_of_another_group_stops_the_partition() {
        replay.with(sound.created(ALICE))
                .append(sound.groupId(), broken.created(ALICE).toByteArray());
        assertThat(advance().mistrust()).isEqualTo("it stands under another's key");
    }

    @Test
    void a_kind_of_event_that_this_version_does_not_know_stops_the_partition() {
        replay.with(sound.created(ALICE))
                .append(
                        sound.groupId(),
                        GroupEvent.newBuilder()
                                .setHeader(sound.said("from the future").getHeader())
                                .build()
                                .toByteArray());
        assertThat(advance().mistrust()).isEqualTo("this version of the program does not know its kind");
    }

    @Test
    void bytes_that_are_no_event_stop_the_partition() {
        replay.with(sound.created(ALICE)).append(sound.groupId(), new byte[] {(byte) 0xff});
        assertThat(advance().mistrust()).startsWith("it can't be parsed");
    }

    private void assertStopsPartition(String why, Consumer<ConsumerRecord<byte[], byte[]>> damage) {
        replay.with(sound.created(ALICE), broken.created(ALICE), sound.said("behind it"));
        damage.accept(replay.log().get(1));
        assertThat(advance()).isEqualTo(new Projector.Progress(1, why));
        assertThat(new ReadModel(dataSource).nextOffset(Topic.GROUP_EVENTS, Replay.PARTITION))
                .isEqualTo(1);
        assertThat(seq(sound)).isZero();
        assertThat(sql.fetchCount(MLS_GROUP)).isEqualTo(1);
    }

    private Projector.Progress advance() {
        long begin = replay.projector().position(Replay.PARTITION);
        return replay.projector()
                .advance(Replay.PARTITION, begin, replay.log(), replay.log().size());
    }

    /// The key is in the table, in the number that health shows, and in what a processor asks before it decides.
    private void assertHalted(long offset, String reason) {
        var halt = sql.fetchSingle(PROJECTION_HALT);
        assertThat(halt.getReason()).isEqualTo(reason);
        assertThat(halt.getTopic()).isEqualTo(Topic.GROUP_EVENTS.topicName());
        assertThat(halt.getRecordKey()).isEqualTo(broken.groupId().toByteArray());
        assertThat(halt.getLogPartition()).isEqualTo(Replay.PARTITION);
        assertThat(halt.getLogOffset()).isEqualTo(offset);
        assertThat(replay.registry()
                        .get("epochal.projection.halted.keys")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(new ReadModel(dataSource).halted(Topic.GROUP_EVENTS, Set.of(broken.groupId(), sound.groupId())))
                .containsExactly(broken.groupId());
    }

    private long seq(History history) {
        return sql.fetchSingle(
                        MLS_GROUP, MLS_GROUP.GROUP_ID.eq(history.groupId().toByteArray()))
                .getSeq();
    }

    private static GroupEvent changed(
            GroupEvent event, Consumer<dev.epochal.schema.record.EventHeader.Builder> change) {
        var header = event.getHeader().toBuilder();
        change.accept(header);
        return event.toBuilder()
                .setHeader(CanonicalHeader.seal(header.build(), event))
                .build();
    }

    private static ByteString key(String user) {
        return ByteString.copyFromUtf8(user);
    }
}
