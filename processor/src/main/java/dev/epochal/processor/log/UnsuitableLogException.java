package dev.epochal.processor.log;

import java.io.Serial;

/// The log is not the one that these processors belong to, or its settings break what they promise. They don't start.
public final class UnsuitableLogException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /// Says what is wrong and what to do.
    public UnsuitableLogException(String message) {
        super(message);
    }

    /// Says what is wrong and how that was noticed.
    public UnsuitableLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
