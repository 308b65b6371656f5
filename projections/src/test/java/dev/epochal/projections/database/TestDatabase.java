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

    /// A pool on a fresh schema beside the other one, with the same tables; the caller closes it.
    public static HikariDataSource beside(String schema) {
        Sql.over(POOL).execute("drop schema if exists " + schema + " cascade");
        Sql.over(POOL).execute("create schema " + schema);
        HikariDataSource pool = ConnectionPool.open(new PoolSettings(
                POSTGRES.jdbcUrl() + "?currentSchema=" + schema, POSTGRES.user(), POSTGRES.password(), 4));
        ReadModelSchema.migrate(pool);
        return pool;
    }

    /// A PostgreSQL of the caller's own, to stop and start.
    public static EmbeddedPostgres start() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "postgres"));
            Path data = Files.createTempDirectory(folder.toAbsolutePath(), "it");
            return EmbeddedPostgres.start(PostgresSettings.of(data, Durability.OS), line -> {});
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
