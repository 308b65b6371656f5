package dev.epochal.embedded;

import org.jspecify.annotations.Nullable;

/// An embedded service can't be started; the message says in one line why and what to do.
public final class EmbeddedStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedStartException(String message) {
        super(message);
    }

    EmbeddedStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
