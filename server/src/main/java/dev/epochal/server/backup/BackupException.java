package dev.epochal.server.backup;

/// A backup can't be made, or what was made can't be trusted or used. The message says what to do.
public final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Says what can't be done, and what to do.
    public BackupException(String message) {
        super(message);
    }

    BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
