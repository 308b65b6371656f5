package dev.epochal.projections.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/// Opens the pool of connections to PostgreSQL.
public final class ConnectionPool {
    private static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(5);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration SOCKET_SILENCE_MAX = Duration.ofMinutes(5);

    private ConnectionPool() {}

    /// A pool that starts even while the database is away, and finds it again after an outage. The caller closes it.
    public static HikariDataSource open(PoolSettings settings) {
        var config = new HikariConfig();
        config.setPoolName("epochal");
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connectionsMax());
        config.setConnectionTimeout(CONNECTION_WAIT_MAX.toMillis());
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "epochal");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("connectTimeout", Long.toString(CONNECT_MAX.toSeconds()));
        config.addDataSourceProperty("socketTimeout", Long.toString(SOCKET_SILENCE_MAX.toSeconds()));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return new HikariDataSource(config);
    }
}
