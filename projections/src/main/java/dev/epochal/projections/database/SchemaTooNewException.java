package dev.epochal.projections.database;

/// The database was migrated by a newer version of the program, which this one must not touch.
public final class SchemaTooNewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaTooNewException(String found, String known) {
        super("The database has schema version " + found + ", this program knows " + known
                + " at most. Start a newer version of the program, or give it an empty database and rebuild.");
    }
}
