package dev.epochal.projections.project;

/// A record that is not what its writer put on the log, so nothing behind it can be trusted either.
final class UntrustedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UntrustedRecordException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
