package dev.epochal.server.health;

import dev.epochal.api.health.HealthProbe;
import dev.epochal.projections.project.ProjectionsHealth;
import java.util.Map;
import java.util.function.Supplier;

/// Looks at what derives the read model.
public record ProjectionsProbe(Supplier<ProjectionsHealth> health) implements HealthProbe {
    @Override
    public String name() {
        return "projections";
    }

    @Override
    public Finding check() {
        var found = health.get();
        return new Finding(
                condition(found),
                Map.of(
                        "recordsBehind", found.records(),
                        "haltedPartitions", found.haltedPartitions(),
                        "haltedKeys", found.haltedKeys(),
                        "waitingPartitions", found.waitingPartitions()));
    }

    private static Condition condition(ProjectionsHealth found) {
        if (found.threads() == 0) {
            return Condition.UNHEALTHY;
        }
        boolean allMove = found.haltedPartitions() == 0 && found.haltedKeys() == 0 && found.waitingPartitions() == 0;
        return allMove ? Condition.HEALTHY : Condition.DEGRADED;
    }
}
