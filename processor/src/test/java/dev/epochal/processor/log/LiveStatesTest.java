package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LiveStatesTest {
    private static final int RECALLED = 10;

    private final AtomicLong bound = new AtomicLong(33);
    private final LiveStates<String> states = new LiveStates<>(String::length, bound::get);

    @Test
    void the_least_recently_used_leave_when_the_weight_exceeds_the_bound() {
        adopt("a", 5);
        adopt("b", 6);
        adopt("c", 7);
        assertThat(states.find(key("a"))).isPresent();
        adopt("d", 8);
        assertThat(states.find(key("b"))).isEmpty();
        assertThat(states.find(key("a"))).isPresent();
        assertThat(states.evictedEnd()).isEqualTo(6);
    }

    @Test
    void remembers_the_newest_event_of_all_that_left() {
        adopt("a", 50);
        adopt("b", 6);
        adopt("c", 7);
        adopt("d", 8);
        adopt("e", 9);
        assertThat(states.evictedEnd()).isEqualTo(50);
    }

    @Test
    void a_smaller_share_lets_more_leave_at_the_next_change() {
        adopt("a", 1);
        adopt("b", 2);
        bound.set(11);
        adopt("b", 3);
        assertThat(states.size()).isEqualTo(1);
        assertThat(states.find(key("b"))).isPresent();
    }

    @Test
    void a_state_heavier_than_the_bound_is_held_alone() {
        bound.set(1);
        adopt("a", 1);
        assertThat(states.size()).isEqualTo(1);
    }

    @Test
    void a_state_that_recalls_enough_needs_nothing_of_the_read_model() {
        var live = LiveState.loaded("state").after("state", 100, 4, RECALLED);
        assertThat(live.forgottenBefore(RECALLED)).isZero();
    }

    @Test
    void what_a_state_has_forgotten_lies_before_a_mark_that_it_still_recalls() {
        var live = LiveState.loaded("state");
        for (int event = 1; event <= 200; event++) {
            live = live.after("state", event, 1, RECALLED);
            // Position n lies behind event n, so events up to `event - RECALLED` are forgotten.
            assertThat(live.forgottenBefore(RECALLED)).isBetween((long) Math.max(0, event - RECALLED), (long) event);
        }
    }

    @Test
    void bursts_never_leave_a_forgotten_event_behind_the_mark() {
        var live = LiveState.loaded("state");
        int end = 0;
        for (int burst = 1; burst <= RECALLED; burst++) {
            end += burst;
            live = live.after("state", end, burst, RECALLED);
            assertThat(live.forgottenBefore(RECALLED)).isGreaterThanOrEqualTo(Math.max(0, end - RECALLED));
        }
    }

    private void adopt(String name, long end) {
        states.adopt(key(name), LiveState.loaded("").after("0123456789", end, 1, RECALLED));
    }

    private static ByteString key(String name) {
        return ByteString.copyFromUtf8(name);
    }
}
