package dev.epochal.bench.load;

import java.util.Map;

/// What a run measured.
///
/// @param ratePerSecond answers per second
/// @param latency how long they took
/// @param problems how many requests went wrong, by kind
/// @param latencyOfProblems how long the answers took that say so
/// @param note what else is to be known; empty for nothing
public record LoadResult(
        double ratePerSecond, Latency latency, Map<String, Long> problems, Latency latencyOfProblems, String note) {}
