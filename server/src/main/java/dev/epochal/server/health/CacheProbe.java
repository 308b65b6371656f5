package dev.epochal.server.health;

import dev.epochal.api.health.HealthProbe;
import dev.epochal.projections.cache.SharedMemory;
import java.util.Map;

/// Looks at the cache. The server works without it, slower.
public record CacheProbe(SharedMemory memory) implements HealthProbe {
    @Override
    public String name() {
        return "cache";
    }

    @Override
    public Finding check() {
        return new Finding(memory.isWell() ? Condition.HEALTHY : Condition.DEGRADED, Map.of("kind", memory.state()));
    }
}
