package dev.epochal.server.health;

import dev.epochal.api.health.HealthProbe;
import dev.epochal.projections.wake.WakeUps;
import java.util.Map;

/// Looks at the wake-ups between processes. Without them changes are seen by polling, a little later.
public record WakeUpsProbe(WakeUps wakeUps) implements HealthProbe {
    @Override
    public String name() {
        return "wake-ups";
    }

    @Override
    public Finding check() {
        boolean well = wakeUps.areWell();
        return new Finding(
                well ? Condition.HEALTHY : Condition.DEGRADED, Map.of("kind", well ? "redis" : "redis away"));
    }
}
