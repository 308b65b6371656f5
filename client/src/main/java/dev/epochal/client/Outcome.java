package dev.epochal.client;

import java.util.List;
import java.util.Optional;

/// What became of a submission that depends on the group's epoch. A caller is expected to go on from both.
///
/// @param <R> the receipt's type
public sealed interface Outcome<R> {
    /// The receipt, for a caller that does not go on from a conflict.
    ///
    /// @throws EpochalProblemException if another Commit had won
    default R orThrow() {
        return switch (this) {
            case Accepted<R>(R receipt) -> receipt;
            case Conflict<R> conflict -> throw new EpochalProblemException(conflict.problem());
        };
    }

    /// It stands in the group's history.
    ///
    /// @param <R> the receipt's type
    /// @param receipt the server's word for it
    record Accepted<R>(R receipt) implements Outcome<R> {}

    /// Another Commit had won the submitted epoch. Apply `commits` in order, rebuild the submission, and send it again;
    /// if the list is shorter than the distance of the epochs, read the history on to `headSeq` instead.
    ///
    /// @param <R> the receipt's type
    /// @param submittedEpoch the epoch of the refused message
    /// @param currentEpoch the group's epoch now
    /// @param headSeq the seq of the group's newest event
    /// @param commits the Commits since the submitted epoch, in order; at most 50, and none as long as the server's
    ///     read model is behind
    /// @param proposals the Proposals that can be committed in the current epoch
    /// @param problem the whole answer
    record Conflict<R>(
            long submittedEpoch,
            long currentEpoch,
            long headSeq,
            List<WonCommit> commits,
            List<LiveProposal> proposals,
            Problem problem)
            implements Outcome<R> {
        /// The Commit that won the submitted epoch, if the answer tells it.
        public Optional<WonCommit> winner() {
            return commits.stream().findFirst();
        }
    }
}
