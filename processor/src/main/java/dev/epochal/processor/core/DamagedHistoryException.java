package dev.epochal.processor.core;

import java.io.Serial;

/// A recorded history that contradicts itself: a defect of the server or a damaged log, never the fault of a client.
/// The group must take nothing more until an operator has looked at it.
public final class DamagedHistoryException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /// Says what differs, without naming groups or clients.
    public DamagedHistoryException(String message) {
        super(message);
    }

    /// Says what differs, and how that was noticed.
    public DamagedHistoryException(String message, Throwable cause) {
        super(message, cause);
    }

    static void require(boolean intact, String otherwise) {
        if (!intact) {
            throw new DamagedHistoryException(otherwise);
        }
    }
}
