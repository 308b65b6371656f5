package dev.epochal.bench.floor;

import dev.epochal.bench.load.Window;
import dev.epochal.bench.report.Figure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/// A bare claim in SQL: take one row of a user that nobody else takes. What a directory without a log would do.
public final class ClaimFloor {
    private static final int CONNECTIONS = 16;
    private static final int USERS = 500;
    private static final int CLAIMS_PER_SECOND_MAX = 20_000;

    private static final String CREATE = "create table floor_key_package"
            + " (user_id int not null, ref bytea not null primary key, key_package bytea not null)";
    private static final String FILL = "insert into floor_key_package select n % ?, sha256(int4send(n)),"
            + " decode(repeat('ab', 500), 'hex') from generate_series(1, ?) n";
    private static final String CLAIM = "delete from floor_key_package where ref = (select ref from floor_key_package"
            + " where user_id = ? limit 1 for update skip locked) returning key_package";

    private final DatabaseAddress database;

    /// In this database, in a table of its own that is dropped afterwards.
    public ClaimFloor(DatabaseAddress database) {
        this.database = database;
    }

    /// Measures claims by several connections at once.
    public Figure measure(Window window) throws InterruptedException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("drop table if exists floor_key_package");
            statement.execute(CREATE);
            fill(connection, (int) (CLAIMS_PER_SECOND_MAX * window.seconds()));
            statement.execute("create index floor_key_package_user on floor_key_package (user_id)");
            statement.execute("analyze floor_key_package");
            var figure = claim(window);
            statement.execute("drop table floor_key_package");
            return figure;
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not serve the floor of claims", e);
        }
    }

    private static void fill(Connection connection, int rows) throws SQLException {
        try (var statement = connection.prepareStatement(FILL)) {
            statement.setInt(1, USERS);
            statement.setInt(2, rows);
            statement.execute();
        }
    }

    private Figure claim(Window window) throws InterruptedException, SQLException {
        var clock = new Clock(window);
        var failure = new AtomicReference<SQLException>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < CONNECTIONS; i++) {
            threads.add(Thread.ofPlatform().name("claim-" + i).start(() -> {
                try (var connection = database.connect()) {
                    claim(connection, clock);
                } catch (SQLException e) {
                    failure.set(e);
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return clock.figure("bare SQL claim", CONNECTIONS + " connections");
    }

    private static void claim(Connection connection, Clock clock) throws SQLException {
        try (var statement = connection.prepareStatement(CLAIM)) {
            while (clock.isRunning()) {
                long begun = System.nanoTime();
                statement.setInt(1, ThreadLocalRandom.current().nextInt(USERS));
                try (var rows = statement.executeQuery()) {
                    if (rows.next()) {
                        clock.tally().accept(begun, System.nanoTime());
                    } else {
                        clock.tally().reject("no-row");
                    }
                }
            }
        }
    }
}
