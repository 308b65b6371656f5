package dev.epochal.api.submission;

import dev.epochal.schema.log.Topic;
import java.util.Map;
import java.util.function.Consumer;

/// The log as submissions need it: commands go in, and verdicts come out for those who wait. Thread-safe.
public interface SubmissionLog extends AutoCloseable {
    /// The partition of the verdicts that come out here; each command names it.
    int verdictPartition();

    /// Sends a command to the log, without waiting for it.
    ///
    /// @param refused told why, if the command certainly will not stand on the log. When that is not certain nobody
    ///     is told: the verdict may come, late or never.
    void append(CommandRecord command, Consumer<Exception> refused);

    /// Whether verdicts are coming in, as far as this side can tell.
    boolean isFollowing();

    /// Where the partitions of an events topic end now: all that was acknowledged before stands before it.
    ///
    /// @return the offset behind the last record of each partition
    /// @throws dev.epochal.api.problem.ProblemException if the log does not say so in time
    Map<Integer, Long> ends(Topic events);

    /// Ends both directions.
    @Override
    void close();
}
