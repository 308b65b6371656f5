package dev.epochal.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.bench.load.Latency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoalTest {
    private static final Latency LATENCY = new Latency(100, 4, 5, 6, 7, 8);

    @Test
    void a_goal_holds_a_figure_against_its_floor() {
        assertThat(new Goal("rate", 240, 1_000, 0.24, true).isMet()).isTrue();
        assertThat(new Goal("rate", 239, 1_000, 0.24, true).isMet()).isFalse();
        assertThat(new Goal("p50", 4, 2, 2, false).isMet()).isTrue();
        assertThat(new Goal("p50", 4.1, 2, 2, false).isMet()).isFalse();
    }

    @Test
    void a_floor_is_the_mean_of_before_and_after() {
        var run = new Measured(
                List.of(figure("EOS echo", "serial", 100)),
                List.of(),
                List.of(figure("EOS echo", "serial", 300), figure("EOS echo", "256 in flight", 9_000)));

        assertThat(run.floor("EOS echo", "serial", Figure::ratePerSecond)).isEqualTo(200);
        assertThat(run.floor("EOS echo", "256", Figure::ratePerSecond)).isEqualTo(9_000);
    }

    @Test
    void delivery_is_held_against_numbers_by_themselves() {
        assertThat(Goals.ofDelivery(figure("delivery", "open, 50/s", 500)))
                .hasSize(2)
                .allSatisfy(goal -> assertThat(goal.isMet()).isTrue())
                .allSatisfy(goal -> assertThat(goal.hasFloor()).isFalse());
    }

    @Test
    void an_audit_is_held_against_the_signatures_that_the_machine_verifies() {
        var before = figure("Ed25519 verifications", "2 threads", 29_000);
        var after = figure("Ed25519 verifications", "2 threads", 31_000);
        var goals = Goals.ofAudit(List.of(before, after, figure("audit", "", 2_900), figure("last half", "", 8_000)));

        assertThat(goals).extracting(Goal::isMet).containsExactly(false, true, false, true);
        assertThat(goals.getFirst().ratio()).isEqualTo(0.29);
    }

    @Test
    void the_table_tells_which_goals_are_missed_and_what_went_wrong() {
        var wrong = new Figure("commits", "serial", 1234, LATENCY, Map.of("status-500", 3L), "too short");
        var goals = List.of(new Goal("commits/s", 1234, 1, 2_000, true), new Goal("p50", 4, 2, 2, false));
        var report = new Report("all", new Environment("now", 2, "25", "Linux", 1.5), "os", List.of(wrong), goals);

        assertThat(report.isClean()).isFalse();
        assertThat(Table.text(report))
                .contains("1,234", "status-500: 3, too short")
                .contains("MISSED commits/s: 1,234, wanted ≥ 2,000")
                .contains("met    p50: 4.00 is 2.000 of 2.00, wanted ≤ 2.00");
    }

    private static Figure figure(String name, String pace, double rate) {
        return new Figure(name, pace, rate, LATENCY, Map.of(), "");
    }
}
