package dev.epochal.projections.project;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/// Rows of one statement, gathered and then sent together: the driver packs inserts into few statements of many rows.
final class Rows {
    private final List<@Nullable Object[]> bindings = new ArrayList<>();

    /// Adds the values of one row, in the order of the statement's parameters.
    void add(@Nullable Object... values) {
        bindings.add(values);
    }

    /// Sends a statement with each row's values. Its text was rendered once: for a batch of one event that would be
    /// most of the work.
    ///
    /// @param statement has a placeholder for each value of a row
    /// @return how many stored rows the statement met, for each row of values
    int[] send(DSLContext sql, String statement) {
        if (bindings.isEmpty()) {
            return new int[0];
        }
        return sql.connectionResult(connection -> {
            try (var prepared = connection.prepareStatement(statement)) {
                for (@Nullable Object[] values : bindings) {
                    bind(prepared, values);
                    prepared.addBatch();
                }
                return prepared.executeBatch();
            }
        });
    }

    private static void bind(PreparedStatement prepared, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, values[i]);
        }
    }
}
