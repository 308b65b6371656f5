package dev.epochal.projections.project;

/// A payload can't be opened before its group's keys are projected. They were written together, so they will be.
final class KeysBehindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeysBehindException(String message) {
        super(message);
    }
}
