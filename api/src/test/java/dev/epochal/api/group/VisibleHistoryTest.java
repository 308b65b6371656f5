package dev.epochal.api.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.api.group.VisibleHistory.Stretch;
import dev.epochal.projections.read.GroupReads.GroupRow;
import dev.epochal.projections.read.Stay;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VisibleHistoryTest {
    private static final ByteString HASH = ByteString.copyFrom(new byte[32]);

    @Test
    void who_made_the_group_reads_all_of_it() {
        var history = history(9, stay(0, false));
        assertThat(history.from(0)).isEqualTo(new Stretch(0, 9, false));
        assertThat(history.from(4)).isEqualTo(new Stretch(4, 9, false));
        assertThat(history.from(10).size()).isZero();
    }

    @Test
    void who_came_by_a_welcome_begins_behind_the_commit_that_added_it() {
        var history = history(9, stay(3, true));
        assertThat(history.from(0)).isEqualTo(new Stretch(4, 9, false));
        assertThat(history.from(3)).isEqualTo(new Stretch(4, 9, false));
        assertThat(history.from(5)).isEqualTo(new Stretch(5, 9, false));
    }

    @Test
    void a_welcome_that_nothing_followed_yet_leaves_nothing_to_read() {
        var stretch = history(3, stay(3, true)).from(0);
        assertThat(stretch).isEqualTo(new Stretch(4, 3, false));
        assertThat(stretch.size()).isZero();
    }

    @Test
    void who_joined_by_its_own_commit_begins_with_it() {
        assertThat(history(9, stay(3, false)).from(0)).isEqualTo(new Stretch(3, 9, false));
    }

    @Test
    void who_was_removed_reads_up_to_the_commit_that_removed_it() {
        var history = history(9, stay(0, false, 6));
        assertThat(history.isOver()).isTrue();
        assertThat(history.from(2)).isEqualTo(new Stretch(2, 6, true));
        assertThat(history.from(7)).isEqualTo(new Stretch(7, 6, true));
        assertThat(history.headSeq()).isEqualTo(6);
        assertThat(history.epoch()).isEqualTo(60);
    }

    @Test
    void who_came_back_reads_nothing_of_the_time_in_between() {
        var history = history(9, stay(0, false, 2), stay(5, true));
        assertThat(history.from(1)).isEqualTo(new Stretch(1, 2, false));
        assertThat(history.from(3)).isEqualTo(new Stretch(6, 9, false));
        assertThat(history.headSeq()).isEqualTo(9);
        assertThat(history.epoch()).isEqualTo(90);
    }

    @Test
    void who_removed_its_old_leaf_by_joining_anew_reads_that_commit_once() {
        var history = history(9, stay(0, false, 4), stay(4, false));
        assertThat(history.from(0)).isEqualTo(new Stretch(0, 4, false));
        assertThat(history.from(5)).isEqualTo(new Stretch(5, 9, false));
    }

    @Test
    void the_stay_that_reaches_farthest_counts_for_a_client_with_two_leaves() {
        var history = history(9, stay(0, false, 4), stay(2, false));
        assertThat(history.from(3)).isEqualTo(new Stretch(3, 9, false));
        assertThat(history.isOver()).isFalse();
    }

    private static VisibleHistory history(long head, Stay... stays) {
        return new VisibleHistory(new GroupRow(HASH, head, HASH, 10 * head, 1, 1, HASH, HASH, 0, 0), List.of(stays));
    }

    private static Stay stay(long from, boolean welcomed) {
        return new Stay(from, 10 * from, welcomed, OptionalLong.empty(), 0);
    }

    private static Stay stay(long from, boolean welcomed, long to) {
        return new Stay(from, 10 * from, welcomed, OptionalLong.of(to), 10 * to);
    }
}
