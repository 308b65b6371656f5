package dev.epochal.api.directory;

import dev.epochal.api.ReadSide;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.submission.Submissions;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.Identity;
import java.time.Duration;
import java.util.Map;

/// Waits until the read model knows all that the directory has acknowledged so far.
///
/// @param submissions tell how far that is
/// @param reads what has to get there
/// @param gate who waits leaves when it is shut
public record DirectoryBarrier(Submissions submissions, ReadSide reads, Gate gate) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /// Waits, and is woken when something happens to this client.
    ///
    /// @throws ProblemException if the read model does not get there in time, or the log can't be asked
    void await(Identity client) {
        var ends = submissions.ends(Topic.DIRECTORY_EVENTS);
        reads.changes().awaitClient(client, LIMIT, () -> gate.isShut() || isReached(ends));
        if (!isReached(ends)) {
            throw new ProblemException(Problem.of(
                            ProblemType.READ_MODEL_BEHIND,
                            "The read model has not reached the end of the directory, so nobody can say yet whether "
                                    + client.getUser() + "/" + client.getClient() + " has registered its key")
                    .retryAfterMs(1000));
        }
    }

    private boolean isReached(Map<Integer, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> reads.positions().nextOffset(Topic.DIRECTORY_EVENTS, end.getKey()) >= end.getValue());
    }
}
