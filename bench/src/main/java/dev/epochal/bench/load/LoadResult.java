package dev.epochal.bench.load;

import java.util.Map;

/// What a run measured.
///
/// @param ratePerSecond answers per second
/// @param latency how long they took
/// @param problems how many requests went wrong, by kind
/// @param aside what else was timed
/// @param note what else is to be known; empty for nothing
public record LoadResult(double ratePerSecond, Latency latency, Map<String, Long> problems, Aside aside, String note) {
    /// What was timed beside the answers that are as they should be.
    ///
    /// @param problems how long the answers took that tell a problem
    /// @param lag how late the generator was with writing requests, which counts into all the others
    public record Aside(Latency problems, Latency lag) {
        /// Where nothing else was timed.
        public static final Aside NONE = new Aside(Latency.NONE, Latency.NONE);
    }

    /// The same with these problems.
    public LoadResult withProblems(Map<String, Long> others) {
        return new LoadResult(ratePerSecond, latency, others, aside, note);
    }
}
