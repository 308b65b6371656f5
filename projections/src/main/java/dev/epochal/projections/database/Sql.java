package dev.epochal.projections.database;

import java.sql.Connection;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/// Opens jOOQ on PostgreSQL, set up the same everywhere.
public final class Sql {
    private Sql() {}

    /// Each statement takes a connection of the pool, or the one of the transaction that it is in.
    public static DSLContext over(DataSource dataSource) {
        return DSL.using(dataSource, SQLDialect.POSTGRES, settings());
    }

    /// All statements use this connection.
    public static DSLContext over(Connection connection) {
        return DSL.using(connection, SQLDialect.POSTGRES, settings());
    }

    /// The text of a statement, with a placeholder for each of its values.
    public static String text(Function<DSLContext, Query> statement) {
        return statement.apply(DSL.using(SQLDialect.POSTGRES, settings())).getSQL();
    }

    private static Settings settings() {
        // Padded lists keep the number of different statements, and so of plans, small.
        return new Settings()
                .withInListPadding(true)
                .withExecuteLogging(false)
                .withReturnAllOnUpdatableRecord(false)
                .withRenderSchema(false);
    }
}
