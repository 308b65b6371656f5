package dev.epochal.projections.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/// Several queries that all see the database as it was at one moment.
public final class Snapshot {
    private Snapshot() {}

    /// Calls `queries` in a read-only transaction of isolation level repeatable read.
    public static <T> T read(DataSource dataSource, Function<DSLContext, T> queries) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            T answer = queries.apply(Sql.over(connection));
            // Nothing was written, so there is nothing to keep.
            connection.rollback();
            return answer;
        } catch (SQLException e) {
            throw new DataAccessException("The database can't be read: " + e.getMessage(), e);
        }
    }
}
