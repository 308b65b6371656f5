package dev.epochal.projections.read;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.projections.project.History.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.project.History;
import dev.epochal.projections.project.Replay;
import dev.epochal.projections.read.ReportReads.MemberReport;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReportReadsIT {
    private static final Identity CAROL = History.identity("carol", "tablet");

    private final DataSource dataSource = TestDatabase.empty();
    private final ReportReads reads = new ReadModel(dataSource);
    private final History history = new History("group", Replay.PARTITION);
    private final Replay<GroupEvent> groups = Replay.groups(dataSource);

    @Test
    void tells_the_newest_word_of_each_member_and_what_follows_from_later_commits() {
        project(history.created(ALICE), history.added(BOB, 1, false), history.added(CAROL, 2, false));
        project(
                history.reported(0, 2, false),
                history.reported(0, 2, true),
                history.reported(1, 1, false),
                history.reported(2, 2, false));
        assertThat(reads.reports(history.groupId(), 1))
                .extracting(MemberReport::leafIndex, MemberReport::epoch, MemberReport::applied)
                .containsExactly(tuple(1, 1L, false), tuple(0, 2L, true));
        var second = reads.reports(history.groupId(), 2);
        assertThat(second).extracting(MemberReport::identity).containsExactly(ALICE, CAROL);
        assertThat(second).extracting(MemberReport::memberSince).containsExactly(0L, 2L);
        assertThat(reads.doubtfulEpochs(history.groupId())).containsExactly(2L, 1L);
    }

    @Test
    void a_commit_is_in_doubt_until_who_failed_has_caught_up_or_left() {
        project(history.created(ALICE), history.added(BOB, 1, false), history.added(CAROL, 2, false));
        project(history.reported(0, 2, false), history.reported(1, 2, false), history.reported(2, 2, false));
        assertThat(reads.doubtfulEpochs(history.groupId())).containsExactly(2L);
        project(history.removed(CAROL, 2), history.reported(0, 3, true));
        assertThat(reads.doubtfulEpochs(history.groupId())).containsExactly(2L);
        project(history.rejoined(BOB, 1));
        assertThat(reads.doubtfulEpochs(history.groupId())).isEmpty();
        assertThat(reads.reports(history.groupId(), 2))
                .as("reports of those who left stay")
                .extracting(MemberReport::leafIndex, MemberReport::present)
                .containsExactly(tuple(0, true), tuple(1, false), tuple(2, false), tuple(0, true));
    }

    @Test
    void a_leaf_that_another_client_has_now_keeps_the_word_of_the_one_before_apart() {
        project(history.created(ALICE), history.added(BOB, 1, false));
        project(history.reported(1, 1, false), history.removed(BOB, 1), history.added(CAROL, 1, false));
        assertThat(reads.doubtfulEpochs(history.groupId())).isEmpty();
        assertThat(reads.reports(history.groupId(), 1))
                .extracting(MemberReport::identity)
                .containsExactly(BOB);
    }

    private void project(GroupEvent... events) {
        groups.with(events).project(10);
    }
}
