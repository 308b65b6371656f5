package dev.epochal.projections.project;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.MLS_GROUP;
import static dev.epochal.schema.sql.Tables.PROJECTION_POSITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Parser;
import dev.epochal.projections.database.Sql;
import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.read.ReadModel;
import dev.epochal.projections.wake.ChangeHub;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class ProjectorIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final DataSource dataSource = TestDatabase.empty();
    private final DSLContext sql = Sql.over(dataSource);
    private final ReadModel reads = new ReadModel(dataSource);
    private final History history = new History("group", Replay.PARTITION);

    @Test
    void rows_and_position_end_together() {
        Replay.groups(dataSource)
                .with(history.created(ALICE), history.said("one"), history.said("two"))
                .project(2);
        assertThat(reads.nextOffset(Topic.GROUP_EVENTS, Replay.PARTITION)).isEqualTo(3);
        assertThat(sql.fetchCount(GROUP_EVENT)).isEqualTo(3);
    }

    @Test
    void a_batch_that_fails_behind_its_rows_leaves_no_row_and_no_position() {
        var failing = new Failing();
        var replay = Replay.of(failing, dataSource).with(history.created(ALICE));
        assertThatThrownBy(() -> replay.project(1)).hasMessage("out of luck");
        assertThat(failing.rowsSeen).isEqualTo(1);
        assertThat(sql.fetchCount(MLS_GROUP)).isZero();
        assertThat(reads.nextOffset(Topic.GROUP_EVENTS, Replay.PARTITION)).isZero();
    }

    @Test
    void goes_on_at_the_stored_position() {
        var first = Replay.groups(dataSource)
                .with(history.created(ALICE), history.said("one"))
                .project(10);
        var second = Replay.groups(dataSource);
        second.log().addAll(first.log());
        second.with(history.said("two")).project(10);
        assertThat(reads.nextOffset(Topic.GROUP_EVENTS, Replay.PARTITION)).isEqualTo(3);
        assertThat(second.registry().get("epochal.projection.records").counter().count())
                .isEqualTo(1);
    }

    @Test
    void of_two_projectors_at_the_same_position_only_the_first_one_writes() {
        var one = Replay.groups(dataSource).with(history.created(ALICE));
        var other = Replay.groups(dataSource);
        other.log().addAll(one.log());
        long both = other.projector().position(Replay.PARTITION);
        one.project(1);
        assertThatThrownBy(() -> other.projector().advance(Replay.PARTITION, both, other.log(), 1))
                .isInstanceOf(SupersededException.class)
                .hasMessageContaining("mls.group.events-1");
        assertThat(sql.fetchCount(GROUP_EVENT)).isEqualTo(1);
    }

    @Test
    void markers_of_transactions_move_the_position_without_rows() {
        var projector = Replay.groups(dataSource).projector();
        long begin = projector.position(Replay.PARTITION);
        assertThat(projector.advance(Replay.PARTITION, begin, List.of(), 7)).isEqualTo(new Projector.Progress(7, ""));
        assertThat(sql.fetchSingle(PROJECTION_POSITION).getNextOffset()).isEqualTo(7);
    }

    @Test
    void who_waits_for_a_group_is_woken_when_the_rows_can_be_read() throws Exception {
        var hub = new ChangeHub(LONG);
        var replay = Replay.of(new GroupProjection(), dataSource, hub).with(history.created(ALICE));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waiting = threads.submit(() -> hub.awaitGroup(
                    history.groupId(),
                    LONG,
                    () -> reads.group(history.groupId()).isPresent()));
            awaitOne(hub);
            replay.project(1);
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void who_waits_for_a_welcome_is_woken_even_where_the_group_hides_the_recipient() throws Exception {
        var hub = new ChangeHub(LONG);
        var bob = new Directory("bob");
        Replay.directory(dataSource)
                .with(bob.published("laptop", 99, "ref of bob"))
                .project(1);
        var replay = Replay.of(new GroupProjection(), dataSource, hub)
                .with(history.created(ALICE), history.added(History.BOB, 1, true));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waiting = threads.submit(() -> hub.awaitClient(
                    History.BOB, LONG, () -> !reads.welcomes(History.BOB, 1).isEmpty()));
            awaitOne(hub);
            replay.project(10);
            assertThat(waiting.get()).isTrue();
        }
    }

    private static void awaitOne(ChangeHub hub) {
        while (hub.waiting() == 0) {
            Thread.onSpinWait();
        }
    }

    /// Writes all rows of a batch and then fails.
    private static final class Failing implements Projection<GroupEvent> {
        private final GroupProjection real = new GroupProjection();
        private int rowsSeen;

        @Override
        public Topic topic() {
            return real.topic();
        }

        @Override
        public Parser<GroupEvent> parser() {
            return real.parser();
        }

        @Override
        public ByteString key(GroupEvent value) {
            return real.key(value);
        }

        @Override
        public boolean isKnown(GroupEvent value) {
            return real.isKnown(value);
        }

        @Override
        public Outcome write(DSLContext inside, int partition, List<Entry<GroupEvent>> entries) {
            real.write(inside, partition, entries);
            rowsSeen = inside.fetchCount(MLS_GROUP);
            throw new IllegalStateException("out of luck");
        }
    }
}
