package dev.epochal.server.audit;

import org.jspecify.annotations.Nullable;

/// What is to be audited can't be had.
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SourceException(String message) {
        super(message);
    }

    public SourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
