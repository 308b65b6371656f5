package dev.epochal.server.health;

import dev.epochal.api.health.HealthProbe;
import dev.epochal.processor.log.ProcessorHealth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/// Looks at the threads that decide.
public record ProcessorProbe(Supplier<ProcessorHealth> health, InstantSource clock) implements HealthProbe {
    /// A round that takes longer is stuck.
    private static final Duration ROUND_MAX = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "processor";
    }

    @Override
    public Finding check() {
        var found = health.get();
        int partitions = found.loops().stream()
                .mapToInt(ProcessorHealth.Loop::partitions)
                .sum();
        return new Finding(
                condition(found),
                Map.of("threads", found.loops().size(), "partitions", partitions, "quarantined", found.quarantined()));
    }

    private Condition condition(ProcessorHealth found) {
        if (!found.isAlive(clock.instant(), ROUND_MAX)) {
            return Condition.UNHEALTHY;
        }
        return found.isDeciding() && found.quarantined() == 0 ? Condition.HEALTHY : Condition.DEGRADED;
    }
}
