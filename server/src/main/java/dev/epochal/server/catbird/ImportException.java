package dev.epochal.server.catbird;

import java.sql.SQLException;

/// The import can't go on. The message says why in words for an operator; the same command goes on where it ended.
public final class ImportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImportException(String message) {
        super(message);
    }

    /// The database of the other server can't be reached.
    public static ImportException unreachable(SQLException e) {
        return new ImportException("The database of the Catbird server can't be reached: " + e.getMessage(), e);
    }

    ImportException(String message, Throwable cause) {
        super(message, cause);
    }
}
