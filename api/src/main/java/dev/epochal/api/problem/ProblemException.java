package dev.epochal.api.problem;

import java.io.Serial;

/// Ends a request with a problem. It has no stack trace: a refusal is no defect.
public final class ProblemException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    /// Ends the request with this problem.
    public ProblemException(Problem problem) {
        super(problem.type().slug() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    /// Ends the request with a problem of this kind.
    public static ProblemException of(ProblemType type, String detail) {
        return new ProblemException(Problem.of(type, detail));
    }

    /// What the caller is told.
    public Problem problem() {
        return problem;
    }
}
