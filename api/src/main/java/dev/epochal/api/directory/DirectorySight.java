package dev.epochal.api.directory;

import dev.epochal.api.ReadSide;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.projections.cache.CachedDirectory;
import dev.epochal.projections.read.DirectoryReads;
import dev.epochal.schema.record.Identity;
import java.time.Duration;

/// What the endpoints of the directory tell, once the read model knows it.
///
/// @param reads what there is
/// @param gate who waits leaves when it is shut
public record DirectorySight(ReadSide reads, Gate gate) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    DirectoryReads directory() {
        return reads.directory();
    }

    CachedDirectory cached() {
        return reads.cached();
    }

    /// Waits for the event of the user that a call asks for by `at_least`, if it does.
    ///
    /// @throws ProblemException if the read model does not reach it in time
    void awaitAsked(Call call, String user) {
        var atLeast = call.number("at_least", Long.MAX_VALUE);
        if (atLeast.isPresent()) {
            require(Identity.newBuilder().setUser(user).build(), atLeast.getAsLong());
        }
    }

    /// Waits for an event of the client's user.
    ///
    /// @throws ProblemException if the read model does not reach it in time
    void require(Identity client, long seq) {
        boolean isThere = reads.changes()
                .awaitClient(client, LIMIT, () -> gate.isShut() || directory().directorySeq(client.getUser()) >= seq);
        if (!isThere) {
            throw new ProblemException(Problem.of(
                            ProblemType.READ_MODEL_BEHIND,
                            "The read model has not reached event " + seq + " of the user; what is accepted stays so")
                    .retryAfterMs(1000));
        }
    }
}
