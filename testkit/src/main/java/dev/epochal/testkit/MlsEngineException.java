package dev.epochal.testkit;

import java.io.Serial;

/// The MLS engine refused a message or could not make one.
public final class MlsEngineException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /// An exception that says what the engine could not do.
    public MlsEngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
