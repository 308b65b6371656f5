package dev.epochal.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Tally tally = new Tally(SECOND, 2 * SECOND);

    @Test
    void a_rate_counts_answers_and_a_latency_counts_from_when_a_request_was_due() {
        tally.accept(0, SECOND - 1);
        tally.accept(SECOND - 5, SECOND);
        tally.accept(2 * SECOND - 1, 3 * SECOND);

        assertThat(tally.answered()).isEqualTo(1);
        assertThat(tally.latency().count()).isEqualTo(1);
        assertThat(tally.latency().max()).isBetween(1_000.0, 1_001.0);
    }

    @Test
    void how_late_the_generator_was_is_told_apart_whatever_the_answer_is() {
        tally.ask(SECOND - 1, 2 * SECOND);
        tally.ask(SECOND, SECOND + 2_000_000);
        tally.reject("status-500", SECOND, SECOND + 9_000_000);

        assertThat(tally.lag().count()).isEqualTo(1);
        assertThat(tally.lag().max()).isBetween(2.0, 2.01);
        assertThat(tally.latencyOfProblems().max()).isBetween(9.0, 9.01);
    }

    @Test
    void a_problem_counts_whenever_it_comes() {
        tally.reject("status-500");
        tally.reject("status-500");
        tally.reject("unanswered");

        assertThat(tally.problems())
                .containsEntry("status-500", 2L)
                .containsEntry("unanswered", 1L)
                .hasSize(2);
    }
}
