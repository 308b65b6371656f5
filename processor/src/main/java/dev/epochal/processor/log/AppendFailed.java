package dev.epochal.processor.log;

/// A transaction didn't end as it should. The batch's new states are worthless.
final class AppendFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final LogFailure failure;

    AppendFailed(LogFailure failure, Throwable cause) {
        super(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
        this.failure = failure;
    }

    LogFailure failure() {
        return failure;
    }
}
