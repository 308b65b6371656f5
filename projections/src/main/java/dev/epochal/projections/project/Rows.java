package dev.epochal.projections.project;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/// Rows of one statement, gathered and then sent together: the driver packs inserts into few statements of many rows.
final class Rows {
    private final List<@Nullable Object[]> bindings = new ArrayList<>();

    /// Adds the values of one row, in the order of the statement's parameters.
    void add(@Nullable Object... values) {
        bindings.add(values);
    }

    /// Sends the statement with each row's values.
    ///
    /// @return how many stored rows the statement met, for each row of values
    int[] send(DSLContext sql, Query statement) {
        return bindings.isEmpty()
                ? new int[0]
                : sql.batch(statement, bindings.toArray(new Object[0][])).execute();
    }
}
