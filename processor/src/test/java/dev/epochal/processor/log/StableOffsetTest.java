package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StableOffsetTest {
    private static final long SECOND = 1_000_000_000;

    private final StableOffset offset = new StableOffset();

    @Test
    void nothing_is_known_before_the_broker_has_told_it_and_after_it_was_lost() {
        assertThat(offset.lag()).isNaN();
        assertThat(offset.heldSeconds()).isNaN();
        offset.observe(5, 5, 0);
        assertThat(offset.lag()).isZero();
        offset.lose();
        assertThat(offset.lag()).isNaN();
        assertThat(offset.heldSeconds()).isNaN();
    }

    @Test
    void a_partition_that_nobody_writes_to_holds_nobody_back() {
        offset.observe(5, 5, 0);
        offset.observe(5, 5, 9 * SECOND);
        assertThat(offset.lag()).isZero();
        assertThat(offset.heldSeconds()).isZero();
    }

    @Test
    void a_transaction_that_stays_open_holds_readers_back_for_longer_and_longer() {
        offset.observe(5, 5, 0);
        offset.observe(7, 5, SECOND);
        assertThat(offset.heldSeconds()).isEqualTo(1);
        offset.observe(9, 5, 4 * SECOND);
        assertThat(offset.lag()).isEqualTo(4);
        assertThat(offset.heldSeconds()).isEqualTo(4);
        offset.observe(10, 10, 5 * SECOND);
        assertThat(offset.heldSeconds()).isZero();
    }

    @Test
    void transactions_that_follow_each_other_hold_nobody_back() {
        for (int second = 0; second < 20; second++) {
            offset.observe(10 + second, 5 + second, second * SECOND);
            assertThat(offset.lag()).isEqualTo(5);
            assertThat(offset.heldSeconds()).isZero();
        }
    }

    @Test
    void what_ended_between_both_questions_is_not_open() {
        offset.observe(5, 8, 0);
        assertThat(offset.lag()).isZero();
        assertThat(offset.heldSeconds()).isZero();
    }
}
