package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.schema.log.Topic;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadBarrierTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger questions = new AtomicInteger();

    @Test
    void waits_until_the_position_is_reached_and_does_not_ask_again() {
        var barrier = new ReadBarrier((_, _) -> questions.incrementAndGet(), Topic.GROUP_EVENTS, 0, Ticker.MACHINE);
        barrier.await(3, LONG);
        barrier.await(2, LONG);
        assertThat(questions).hasValue(3);
    }

    @Test
    void an_empty_partition_needs_no_question() {
        new ReadBarrier((_, _) -> questions.incrementAndGet(), Topic.GROUP_EVENTS, 0, Ticker.MACHINE).await(0, LONG);
        assertThat(questions).hasValue(0);
    }

    @Test
    void gives_up_in_time() {
        var barrier = new ReadBarrier((_, _) -> 1, Topic.GROUP_EVENTS, 0, Ticker.MACHINE);
        assertThatThrownBy(() -> barrier.await(2, Duration.ZERO))
                .isInstanceOf(ReadModelBehind.class)
                .hasMessageContaining("stands at 1");
    }

    @Test
    void an_outage_of_the_read_model_is_no_defect() {
        var barrier = new ReadBarrier(
                (_, _) -> {
                    throw new IllegalStateException("no connection");
                },
                Topic.GROUP_EVENTS,
                0,
                Ticker.MACHINE);
        assertThatThrownBy(() -> barrier.await(2, LONG)).isInstanceOf(ReadModelBehind.class);
    }
}
