package dev.epochal.projections.read;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.projections.project.History.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.project.History;
import dev.epochal.projections.project.Replay;
import dev.epochal.schema.record.Identity;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Batches of one event and of all events leave the same stays.
@DisplayNameGeneration(ReplaceUnderscores.class)
class StayIT {
    private static final Identity CAROL = History.identity("carol", "tablet");

    private final DataSource dataSource = TestDatabase.empty();
    private final ReadModel reads = new ReadModel(dataSource);
    private final History history = new History("group", Replay.PARTITION);

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void a_stay_lasts_from_the_event_that_added_the_client_to_the_one_that_removed_it(int batch) {
        Replay.groups(dataSource)
                .with(
                        history.created(ALICE),
                        history.said("one"),
                        history.added(BOB, 1, false),
                        history.said("two"),
                        history.removed(BOB, 1),
                        history.said("three"))
                .project(batch);
        assertThat(reads.stays(history.groupId(), ALICE))
                .containsExactly(new Stay(0, 0, false, OptionalLong.empty(), 0));
        assertThat(reads.stays(history.groupId(), BOB)).containsExactly(new Stay(2, 1, true, OptionalLong.of(4), 2));
        assertThat(reads.stays(history.groupId(), CAROL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void a_leaf_that_goes_to_another_client_and_back_makes_three_stays(int batch) {
        Replay.groups(dataSource)
                .with(
                        history.created(ALICE),
                        history.added(BOB, 1, false),
                        history.removed(BOB, 1),
                        history.added(CAROL, 1, false),
                        history.removed(CAROL, 1),
                        history.added(BOB, 1, false))
                .project(batch);
        assertThat(reads.stays(history.groupId(), BOB))
                .containsExactly(
                        new Stay(1, 1, true, OptionalLong.of(2), 2), new Stay(5, 5, true, OptionalLong.empty(), 0));
        assertThat(reads.stays(history.groupId(), CAROL)).containsExactly(new Stay(3, 3, true, OptionalLong.of(4), 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void who_joins_anew_by_a_commit_of_its_own_ends_one_stay_and_begins_another(int batch) {
        Replay.groups(dataSource)
                .with(history.created(ALICE), history.added(BOB, 1, false), history.rejoined(BOB, 1))
                .project(batch);
        assertThat(reads.stays(history.groupId(), BOB))
                .containsExactly(
                        new Stay(1, 1, true, OptionalLong.of(2), 2), new Stay(2, 2, false, OptionalLong.empty(), 0));
        assertThat(reads.isMember(history.groupId(), BOB)).isTrue();
    }
}
