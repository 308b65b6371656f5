package dev.epochal.embedded;

import java.nio.file.Path;

/// How the embedded PostgreSQL is started.
///
/// @param data the folder that holds the database, its password and its messages
/// @param programs the folder that PostgreSQL's programs are unpacked to, once for each version
/// @param port the port to listen on; 0 takes a free one
/// @param durability when a transaction counts as written
public record PostgresSettings(Path data, Path programs, int port, Durability durability) {
    /// Everything in one folder, on a free port. Where system property `epochal.postgres.programs` names a folder, the
    /// programs are there instead, and who starts many databases unpacks them once.
    public static PostgresSettings of(Path data, Durability durability) {
        var programs = System.getProperty("epochal.postgres.programs", "");
        return new PostgresSettings(data, programs.isEmpty() ? data : Path.of(programs), 0, durability);
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
