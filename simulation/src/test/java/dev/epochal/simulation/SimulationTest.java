package dev.epochal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.simulation.history.HistoryChecker;
import dev.epochal.simulation.history.Invariant;
import dev.epochal.simulation.history.Violation;
import dev.epochal.simulation.traffic.Cast;
import dev.epochal.simulation.world.World;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SimulationTest {
    private static final int SEEDS = 500;
    private static final int POWER_CUTS = 20;

    private final Cast cast = new Cast();

    /// Worlds in which nothing goes wrong would prove nothing, so what goes wrong is counted.
    @Test
    void every_promise_is_kept_while_everything_goes_wrong() {
        Map<String, Long> counts = new TreeMap<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (var world = new World(seed, cast)) {
                var result = world.live();
                assertThat(HistoryChecker.check(result.evidence()))
                        .as("./epochal simulate --seeds 1 --from " + seed)
                        .isEmpty();
                result.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
            }
        }
        assertThat(counts)
                .containsKeys(
                        "answers cut off",
                        "asked to stop",
                        "checkpoint",
                        "cold load",
                        "crash",
                        "database away",
                        "database restored",
                        "generation over",
                        "member dropped",
                        "nothing signed",
                        "outcome unknown",
                        "partition shared",
                        "rebalance",
                        "requests cut off",
                        "stand still",
                        "transaction aborted",
                        "transaction ended again",
                        "transaction fenced",
                        "transaction in effect",
                        "transaction timed out",
                        "zombie refused")
                .doesNotContainKey("confused client");
    }

    /// What was acknowledged and lost is lost; but nobody goes on behind the gap, as if nothing had happened.
    @Test
    void a_log_that_lost_its_newest_events_is_noticed_and_not_gone_on_with() {
        long lost = 0;
        long madeGood = 0;
        for (long seed = 1; seed <= POWER_CUTS; seed++) {
            try (var world = new World(seed, cast).losingPower()) {
                var result = world.live();
                assertThat(HistoryChecker.check(result.evidence()))
                        .as("seed " + seed)
                        .extracting(Violation::invariant)
                        .doesNotContain(Invariant.I1, Invariant.I2, Invariant.I3, Invariant.I6);
                lost += result.counts().getOrDefault("power lost", 0L);
                madeGood += result.counts().getOrDefault("loss made good by markers", 0L);
            }
        }
        assertThat(lost).isGreaterThan(POWER_CUTS / 2);
        assertThat(madeGood).isPositive();
    }

    @Test
    void equal_seeds_make_equal_worlds_and_others_make_others() {
        assertThat(trace(7)).isEqualTo(trace(7)).isNotEqualTo(trace(8));
    }

    private long trace(long seed) {
        try (var world = new World(seed, cast)) {
            return world.live().trace();
        }
    }
}
