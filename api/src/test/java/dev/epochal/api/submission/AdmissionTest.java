package dev.epochal.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A world in which one submission is decided each millisecond, the oldest first.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AdmissionTest {
    private static final int MOST = 2_000;
    private static final int LEAST = 64;
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    private final AtomicLong clock = new AtomicLong();
    private final Admission admission = new Admission(MOST, clock::get);
    private final Queue<Long> queue = new ArrayDeque<>();
    private long longestWait;

    private int arrive(int count) {
        int refused = 0;
        for (int i = 0; i < count; i++) {
            if (admission.enter()) {
                queue.add(clock.get());
            } else {
                refused++;
            }
        }
        return refused;
    }

    private void decideOne() {
        Long since = queue.poll();
        if (since != null) {
            longestWait = Math.max(longestWait, clock.get() - since);
            admission.leaveDecided(since);
        }
    }

    /// @return how many were sent away
    private int live(Duration length, int arrivals, boolean decides) {
        int refused = 0;
        for (long i = 0; i < length.toMillis(); i++) {
            clock.addAndGet(MILLISECOND);
            refused += arrive(arrivals);
            if (decides) {
                decideOne();
            }
        }
        return refused;
    }

    @Test
    void a_crowd_that_comes_at_once_is_let_in_up_to_the_bound() {
        assertThat(arrive(MOST)).isZero();
        assertThat(arrive(10)).isEqualTo(10);
    }

    @Test
    void who_has_waited_to_no_end_makes_room() {
        arrive(MOST);
        admission.leave();
        assertThat(arrive(2)).isEqualTo(1);
    }

    @Test
    void as_many_as_are_decided_are_never_sent_away() {
        assertThat(live(Duration.ofMinutes(1), 1, true)).isZero();
        assertThat(admission.limit()).isEqualTo(MOST);
    }

    @Test
    void where_three_come_for_one_that_is_decided_those_who_are_let_in_wait_about_as_long_as_is_aimed_at() {
        live(Duration.ofSeconds(10), 3, true);
        longestWait = 0;
        int refused = live(Duration.ofMinutes(1), 3, true);
        assertThat(refused).isBetween(119_000, 121_000);
        assertThat(longestWait).isBetween(Admission.WAIT.toNanos() / 2, Admission.WAIT.toNanos() * 3 / 2);
    }

    @Test
    void all_are_let_in_again_when_the_rush_is_over() {
        live(Duration.ofSeconds(10), 3, true);
        assertThat(admission.limit()).isLessThan(MOST);
        live(Duration.ofSeconds(1), 0, true);
        live(Duration.ofSeconds(30), 1, true);
        assertThat(admission.limit()).isEqualTo(MOST);
    }

    @Test
    void a_pause_of_all_sends_nobody_away_as_long_as_there_is_room() {
        live(Duration.ofSeconds(1), 1, true);
        assertThat(live(Duration.ofSeconds(1), 1, false)).isZero();
        assertThat(admission.limit()).isEqualTo(MOST);
    }

    @Test
    void one_that_stands_still_among_others_that_go_on_changes_nothing() {
        admission.enter();
        assertThat(live(Duration.ofSeconds(20), 1, true)).isZero();
        admission.leaveDecided(0);
        live(Duration.ofSeconds(1), 1, true);
        assertThat(admission.limit()).isEqualTo(MOST);
    }

    @Test
    void some_may_wait_however_slowly_they_are_decided() {
        arrive(MOST);
        for (int i = 0; i < MOST; i++) {
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            decideOne();
        }
        assertThat(admission.limit()).isEqualTo(LEAST);
        assertThat(arrive(LEAST + 1)).isEqualTo(1);
    }
}
