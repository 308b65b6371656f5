package dev.epochal.server.catbird;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/// Opens what a Catbird server had stored, runs an import on it, and closes it.
public final class CatbirdAccess {
    private CatbirdAccess() {}

    /// Imports from the database of a Catbird server, which is only read, as it is at one moment.
    ///
    /// @param connection to it; stays open
    /// @param log how this server's log is reached
    public static ImportReport ofDatabase(Connection connection, Map<String, Object> log, boolean dryRun) {
        try {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var columns = CatbirdColumns.of(connection, "current_schema()::regnamespace");
            return run(new CatbirdSource(connection, columns), log, dryRun);
        } catch (SQLException e) {
            throw new ImportException("The database of the Catbird server can't be read: " + e.getMessage(), e);
        }
    }

    /// Imports from a plain `pg_dump`.
    ///
    /// @param scratch a database for temporary tables
    /// @param log how this server's log is reached
    public static ImportReport ofDump(Path file, DataSource scratch, Map<String, Object> log, boolean dryRun) {
        try (var connection = scratch.getConnection()) {
            // So the temporary tables are gone when the connection goes back to its pool.
            connection.setAutoCommit(false);
            var others = CatbirdDump.load(file, connection);
            var columns = CatbirdColumns.of(connection, "pg_my_temp_schema()");
            var report = run(new CatbirdSource(connection, columns), log, dryRun);
            others.forEach((table, rows) -> report.left("rows of table " + table, rows));
            return report;
        } catch (IOException e) {
            throw new ImportException("The dump can't be read: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new ImportException("The dump says something strange: " + e.getMessage(), e);
        }
    }

    private static ImportReport run(CatbirdSource source, Map<String, Object> log, boolean dryRun) throws SQLException {
        long now = System.currentTimeMillis();
        if (dryRun) {
            var tails = ImportedLog.tails(log);
            return new CatbirdImport(
                            source,
                            now,
                            new CatbirdImport.Target(
                                    groupId -> tails.getOrDefault(groupId, ImportedTail.NONE), _ -> {}))
                    .run();
        }
        try (var target = ImportedLog.open(log)) {
            return new CatbirdImport(source, now, new CatbirdImport.Target(target::tail, target::append)).run();
        }
    }
}
