package dev.epochal.projections.read;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.stream.Stream;

/// Tells a database that is away, stopping or out of connections from a fault of the program.
public final class ReadModelOutage {
    /// Classes of SQLSTATE (PostgreSQL, Appendix A): connection exception, insufficient resources, operator
    /// intervention, system error.
    private static final List<String> STATES = List.of("08", "53", "57", "58");

    private static final int DEPTH_MAX = 16;

    private ReadModelOutage() {}

    /// Whether an outage of the database is what led to the failure: the same question may be answered later.
    public static boolean isCauseOf(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEPTH_MAX)
                .anyMatch(ReadModelOutage::isOutage);
    }

    private static boolean isOutage(Throwable cause) {
        return switch (cause) {
            case SQLTransientException _, SQLNonTransientConnectionException _ -> true;
            case SQLException e when e.getSQLState() != null -> STATES.stream().anyMatch(e.getSQLState()::startsWith);
            default -> false;
        };
    }
}
