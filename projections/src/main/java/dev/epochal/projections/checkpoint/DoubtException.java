package dev.epochal.projections.checkpoint;

import dev.epochal.projections.read.Checkpoints.Reason;

/// What can be read contradicts what was signed, so nothing is signed.
final class DoubtException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    DoubtException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
