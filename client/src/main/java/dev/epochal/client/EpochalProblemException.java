package dev.epochal.client;

import java.io.Serial;

/// The server answered with a problem that the called method has no value for.
public final class EpochalProblemException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    /// An exception with the problem's words as its message.
    public EpochalProblemException(Problem problem) {
        super(problem.status() + " " + problem.name() + ": " + problem.detail());
        this.problem = problem;
    }

    /// The whole problem.
    public Problem problem() {
        return problem;
    }

    /// The last part of the problem's type: `unknown-group`.
    public String name() {
        return problem.name();
    }

    /// The HTTP status.
    public int status() {
        return problem.status();
    }

    /// What can be done about it.
    public NextStep next() {
        return problem.next();
    }
}
