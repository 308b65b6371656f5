package dev.epochal.client;

import java.io.Serial;

/// No answer came: the server can't be reached, or what answered isn't Epochal. What was submitted may have been
/// accepted; submit the same bytes again to learn it.
public final class EpochalUnreachableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /// An exception for a failed connection.
    public EpochalUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }

    /// An exception for an answer that can't be read.
    public EpochalUnreachableException(String message) {
        super(message);
    }
}
