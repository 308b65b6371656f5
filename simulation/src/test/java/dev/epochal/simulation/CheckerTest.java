package dev.epochal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.broken.Flaws;
import dev.epochal.simulation.history.HistoryChecker;
import dev.epochal.simulation.history.Violation;
import dev.epochal.simulation.traffic.Cast;
import dev.epochal.simulation.world.World;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A checker that finds nothing proves nothing: these servers are broken, and it has to notice.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CheckerTest {
    private static final int SEEDS = 300;

    private static final Cast CAST = new Cast();

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void a_broken_server_is_caught_within_a_fixed_number_of_seeds(Flaw flaw) {
        assertThat(isCaught(flaw)).as(flaw + " within " + SEEDS + " seeds").isTrue();
    }

    private static boolean isCaught(Flaw flaw) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            if (violations(flaw, seed).stream()
                    .anyMatch(violation -> flaw.caughtBy().contains(violation.invariant()))) {
                return true;
            }
        }
        return false;
    }

    private static List<Violation> violations(Flaw flaw, long seed) {
        try (var world = new World(seed, CAST, Flaws.of(flaw))) {
            return HistoryChecker.check(world.live().evidence());
        }
    }
}
