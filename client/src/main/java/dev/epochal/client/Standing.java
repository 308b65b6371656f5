package dev.epochal.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Whether the members of a group can follow it, as far as they have reported.
///
/// @param state the worst of what is known
/// @param awaited the nodes of the newest Commit's copath below which nobody has applied it yet
/// @param failures the members that could not apply a Commit, in the order of their reports
/// @param doubtful the Commits that they could not apply and that nothing contradicts
public record Standing(State state, List<Integer> awaited, List<Failure> failures, List<DoubtfulCommit> doubtful) {
    /// How sure it is that all members can follow.
    public enum State {
        /// One member of each subtree has applied the Commit (RFC 9420 §16.12).
        @JsonProperty("settled")
        SETTLED,
        /// Not yet of each; nobody has failed.
        @JsonProperty("unsettled")
        UNSETTLED,
        /// A member could not apply a Commit, or members came to different secrets.
        @JsonProperty("suspect")
        SUSPECT,
        /// As many users as the group's policy asks for could not apply one.
        @JsonProperty("disputed")
        DISPUTED
    }

    /// A member that could not apply a Commit.
    ///
    /// @param epoch the epoch that the Commit led to
    /// @param seq the event of the report
    /// @param leafIndex the member's leaf
    /// @param user who owns the client
    /// @param client the client's id among those of its user
    /// @param outcome `failed`, or `other-commit` if it has applied another Commit than the one that won
    /// @param contradicted whether a member that got the same ciphertext has applied it
    /// @param subtree the node of the copath below which the member is; -1 if it joined by the Commit
    public record Failure(
            long epoch,
            long seq,
            int leafIndex,
            String user,
            String client,
            String outcome,
            boolean contradicted,
            int subtree) {}

    /// A Commit that members could not apply.
    ///
    /// @param epoch the epoch that it led to
    /// @param seq its event
    /// @param user the committer's user
    /// @param client the committer's client
    public record DoubtfulCommit(long epoch, long seq, String user, String client) {}
}
