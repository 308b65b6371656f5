package dev.epochal.projections.project;

/// A record that does not fit what its key has told before.
final class ContradictionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    ContradictionException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
