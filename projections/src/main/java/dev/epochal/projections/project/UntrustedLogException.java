package dev.epochal.projections.project;

/// The log is not what its writers put there. The message says where and what to do.
public final class UntrustedLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UntrustedLogException(String message) {
        super(message);
    }
}
