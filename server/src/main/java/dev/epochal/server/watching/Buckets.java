package dev.epochal.server.watching;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/// Gives every timer and every summary of Epochal the same fixed buckets.
///
/// Buckets of several processes can be added up, so that a quantile of the whole service can be told; a quantile that
/// each process computes by itself can't. The bounds never depend on what was measured, so that old and new series fit
/// together. Stateless.
public final class Buckets implements MeterFilter {
    private static final double[] NANOS = Arrays.stream(
                    new long[] {1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000})
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();
    private static final double[] COUNTS = DoubleStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
            .toArray();

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        if (!isOurs(id)) {
            return config;
        }
        return switch (id.getType()) {
            case TIMER, LONG_TASK_TIMER -> with(NANOS, config);
            case DISTRIBUTION_SUMMARY -> with(COUNTS, config);
            case COUNTER, GAUGE, OTHER -> config;
        };
    }

    private static boolean isOurs(Meter.Id id) {
        return id.getName().startsWith("epochal.") || id.getName().startsWith("hikaricp.");
    }

    private static DistributionStatisticConfig with(double[] bounds, DistributionStatisticConfig config) {
        return DistributionStatisticConfig.builder()
                .serviceLevelObjectives(bounds)
                .percentilesHistogram(false)
                .percentiles()
                .build()
                .merge(config);
    }
}
