package dev.epochal.api.exchange;

/// What an endpoint does with a call. It blocks its (virtual) thread until the answer is there, and ends a refused call
/// with a [dev.epochal.api.problem.ProblemException].
@FunctionalInterface
public interface Action {
    /// Answers the call.
    Answer answer(Call call);
}
