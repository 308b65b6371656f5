package dev.epochal.bench.report;

import dev.epochal.bench.load.Latency;
import dev.epochal.bench.load.LoadResult;
import java.util.Map;

/// One line of the table.
///
/// @param name what was measured
/// @param pace how it was driven
/// @param ratePerSecond how many per second
/// @param latency how long each took
/// @param problems what went wrong, by kind
/// @param note what else is to be known; empty for nothing
public record Figure(
        String name, String pace, double ratePerSecond, Latency latency, Map<String, Long> problems, String note) {
    /// What a run measured.
    public static Figure of(String name, String pace, LoadResult result) {
        return new Figure(name, pace, result.ratePerSecond(), result.latency(), result.problems(), result.note());
    }

    /// The same under another name.
    public Figure named(String other) {
        return new Figure(other, pace, ratePerSecond, latency, problems, note);
    }

    /// Whether everything went well.
    public boolean isClean() {
        return problems.isEmpty();
    }
}
