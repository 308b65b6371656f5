package dev.epochal.server.health;

import dev.epochal.api.health.HealthProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Looks at the room that is left for the data folder.
public record DiskProbe(Path folder) implements HealthProbe {
    private static final long MIB = 1L << 20;
    private static final long LITTLE = 1024 * MIB;
    private static final long ALMOST_NOTHING = 128 * MIB;

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public Finding check() {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            return new Finding(condition(free), Map.of("freeMiB", free / MIB));
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder's disk gives no answer", e);
        }
    }

    private static Condition condition(long free) {
        if (free < ALMOST_NOTHING) {
            return Condition.UNHEALTHY;
        }
        return free < LITTLE ? Condition.DEGRADED : Condition.HEALTHY;
    }
}
