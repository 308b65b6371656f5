package dev.epochal.projections.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/// A second, empty read model in a schema of its own beside the first one. It is dropped when it is closed; what a
/// killed program left is dropped by the next one. Only one at a time can be there.
public final class ScratchReadModel implements AutoCloseable {
    private static final String SCHEMA = "epochal_scratch";
    private static final int CONNECTIONS = 4;

    private final DSLContext main;
    private final HikariDataSource pool;

    private ScratchReadModel(DSLContext main, HikariDataSource pool) {
        this.main = main;
        this.pool = pool;
    }

    /// Makes it. The user of the database must be allowed to create schemas.
    ///
    /// @param main the read model beside it
    /// @param settings how the database is reached
    public static ScratchReadModel create(DataSource main, PoolSettings settings) {
        DSLContext sql = Sql.over(main);
        drop(sql);
        sql.createSchema(SCHEMA).execute();
        var url = settings.jdbcUrl();
        var pool = ConnectionPool.open(new PoolSettings(
                url + (url.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA,
                settings.user(),
                settings.password(),
                CONNECTIONS));
        var scratch = new ScratchReadModel(sql, pool);
        try {
            ReadModelSchema.migrate(pool);
            return scratch;
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private static void drop(DSLContext sql) {
        sql.dropSchemaIfExists(DSL.name(SCHEMA)).cascade().execute();
    }

    /// Connections to it.
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
        drop(main);
    }
}
