package dev.epochal.api.health;

import java.util.Map;

/// Looks at the heap.
public final class MemoryProbe implements HealthProbe {
    private static final double TIGHT = 0.92;
    private static final long MIB = 1L << 20;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Finding check() {
        var runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        var condition = used < TIGHT * runtime.maxMemory() ? Condition.HEALTHY : Condition.DEGRADED;
        return new Finding(condition, Map.of("usedMiB", used / MIB, "maxMiB", runtime.maxMemory() / MIB));
    }
}
