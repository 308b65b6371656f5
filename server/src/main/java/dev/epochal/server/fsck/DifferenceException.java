package dev.epochal.server.fsck;

/// A record differs from what it should be: its key's history can't be followed further.
final class DifferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    DifferenceException(Kind kind, String detail) {
        super(detail);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    static void require(boolean right, Kind kind, String otherwise) {
        if (!right) {
            throw new DifferenceException(kind, otherwise);
        }
    }
}
