package dev.epochal.projections.project;

/// Somebody else has moved the position of a partition: this projector's view of it is out of date.
final class SupersededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SupersededException(String partition, long expected) {
        super("The position of " + partition + " is no longer " + expected);
    }
}
