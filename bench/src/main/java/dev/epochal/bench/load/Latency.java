package dev.epochal.bench.load;

import org.HdrHistogram.AbstractHistogram;

/// How long answers took, in milliseconds.
///
/// @param count how many
/// @param p50 the median
/// @param p90 nine of ten took no longer
/// @param p99 99 of 100
/// @param p999 999 of 1,000
/// @param max the longest
public record Latency(long count, double p50, double p90, double p99, double p999, double max) {
    /// Where nothing was timed one by one.
    public static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0);

    /// Of a histogram of nanoseconds.
    static Latency of(AbstractHistogram nanos) {
        return new Latency(
                nanos.getTotalCount(),
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(90) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                nanos.getValueAtPercentile(99.9) / 1e6,
                nanos.getMaxValue() / 1e6);
    }
}
