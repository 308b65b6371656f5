package dev.epochal.projections.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedPostgres;
import dev.epochal.embedded.PostgresSettings;
import dev.epochal.schema.sql.DefaultSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jooq.Table;

/// A real PostgreSQL, started once for all tests.
public final class TestDatabase {
    private static final EmbeddedPostgres POSTGRES = start();
    private static final HikariDataSource POOL = pool();

    private TestDatabase() {}

    /// The pool, with the schema and without rows.
    public static HikariDataSource empty() {
        for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
            Sql.over(POOL).deleteFrom(table).execute();
        }
        return POOL;
    }

    /// Another pool on the same database; the caller closes it.
    public static HikariDataSource another(int connectionsMax) {
        return ConnectionPool.open(
                new PoolSettings(POSTGRES.jdbcUrl(), POSTGRES.user(), POSTGRES.password(), connectionsMax));
    }

    /// A PostgreSQL of the caller's own, to stop and start.
    public static EmbeddedPostgres start() {
        try {
            Path data = Files.createTempDirectory("epochal-projections-it");
            Path programs = Path.of(System.getProperty("java.io.tmpdir"), "epochal-projections-postgres");
            return EmbeddedPostgres.start(
                    PostgresSettings.of(data, Durability.OS).withPrograms(programs), line -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HikariDataSource pool() {
        HikariDataSource pool = another(8);
        ReadModelSchema.migrate(pool);
        return pool;
    }
}
