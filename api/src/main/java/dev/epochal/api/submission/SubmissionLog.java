package dev.epochal.api.submission;

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

    /// Ends both directions.
    @Override
    void close();
}
