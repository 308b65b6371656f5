package dev.epochal.projections.project;

import java.util.Collections;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertValuesStepN;
import org.jooq.Record;
import org.jooq.Table;

/// Inserts with a placeholder for each column of a table, for [Rows] to fill.
final class Placeholders {
    private Placeholders() {}

    static <R extends Record> InsertValuesStepN<R> insert(DSLContext sql, Table<R> table) {
        Field<?>[] columns = table.fields();
        return sql.insertInto(table, columns).values(Collections.nCopies(columns.length, null));
    }
}
