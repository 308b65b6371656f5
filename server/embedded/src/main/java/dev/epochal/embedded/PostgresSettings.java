package dev.epochal.embedded;

import java.nio.file.Path;

/// How the embedded PostgreSQL is started.
///
/// @param data the folder that holds the database, its password and its messages
/// @param programs the folder that PostgreSQL's programs are unpacked to, once for each version
/// @param port the port to listen on; 0 takes a free one
/// @param durability when a transaction counts as written
public record PostgresSettings(Path data, Path programs, int port, Durability durability) {
    /// Everything in one folder, on a free port.
    public static PostgresSettings of(Path data, Durability durability) {
        return new PostgresSettings(data, data, 0, durability);
    }

    /// The same with the programs elsewhere, where several databases can share them.
    public PostgresSettings withPrograms(Path folder) {
        return new PostgresSettings(data, folder, port, durability);
    }

    /// The same on another port.
    public PostgresSettings withPort(int other) {
        return new PostgresSettings(data, programs, other, durability);
    }
}
