package dev.epochal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.simulation.history.HistoryChecker;
import dev.epochal.simulation.traffic.Cast;
import dev.epochal.simulation.world.World;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SimulationTest {
    private static final int SEEDS = 100;

    private final Cast cast = new Cast();

    @Test
    void every_promise_is_kept_in_each_world() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (var world = new World(seed, cast)) {
                assertThat(HistoryChecker.check(world.live().evidence()))
                        .as("./epochal simulate --seeds 1 --from " + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void equal_seeds_make_equal_worlds() {
        assertThat(trace(7)).isEqualTo(trace(7));
    }

    private long trace(long seed) {
        try (var world = new World(seed, cast)) {
            return world.live().trace();
        }
    }
}
