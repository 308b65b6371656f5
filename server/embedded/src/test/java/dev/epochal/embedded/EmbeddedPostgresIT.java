package dev.epochal.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EmbeddedPostgresIT {
    private static final Path PROGRAMS = Path.of("target/postgres-programs").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void keeps_its_rows_over_a_stop_and_a_kill() throws SQLException {
        writeStopAndKill();
    }

    private void writeStopAndKill() throws SQLException {
        try (var postgres = EmbeddedPostgres.start(settings(), _ -> {})) {
            execute(postgres, "CREATE TABLE t (n int)");
            execute(postgres, "INSERT INTO t VALUES (1)");
            postgres.stop();
            assertThat(postgres.isAlive()).isFalse();
            postgres.restart();
            execute(postgres, "INSERT INTO t VALUES (2)");
            postgres.kill();
            postgres.restart();
            assertThat(number(postgres, "SELECT sum(n) FROM t")).isEqualTo(3);
        }
        try (var postgres = EmbeddedPostgres.start(settings(), _ -> {})) {
            assertThat(number(postgres, "SELECT sum(n) FROM t")).isEqualTo(3);
        }
    }

    @Test
    void says_what_it_does_at_the_first_start_only() {
        var lines = new ArrayList<String>();
        EmbeddedPostgres.start(settings(), lines::add).close();
        assertThat(lines).contains("creating the database", "starting PostgreSQL");
        lines.clear();
        EmbeddedPostgres.start(settings(), lines::add).close();
        assertThat(lines).containsExactly("starting PostgreSQL");
    }

    @Test
    void wants_a_password_and_keeps_it_from_others() throws Exception {
        try (var postgres = EmbeddedPostgres.start(settings(), _ -> {})) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void is_durable_by_default() throws SQLException {
        try (var postgres = EmbeddedPostgres.start(settings(), _ -> {})) {
            assertThat(number(postgres, "SELECT (current_setting('fsync') = 'on')::int"))
                    .isEqualTo(1);
            assertThat(number(postgres, "SELECT (current_setting('synchronous_commit') = 'on')::int"))
                    .isEqualTo(1);
        }
    }

    @Test
    void keeps_what_was_written_a_moment_before_a_kill_without_waiting_for_the_disk() throws SQLException {
        var settings = PostgresSettings.of(folder, Durability.OS).withPrograms(PROGRAMS);
        try (var postgres = EmbeddedPostgres.start(settings, _ -> {})) {
            execute(postgres, "CREATE TABLE t AS SELECT 1 AS n");
            postgres.kill();
            postgres.restart();
            assertThat(number(postgres, "SELECT sum(n) FROM t")).isEqualTo(1);
        }
    }

    @Test
    void works_in_a_folder_that_is_open_to_all() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        writeStopAndKill();
    }

    @Test
    void names_a_port_that_is_in_use() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var settings = settings().withPort(other.getLocalPort());
            assertThatThrownBy(() -> EmbeddedPostgres.start(settings, _ -> {}))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("Port " + other.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void ends_with_a_killed_parent_and_starts_again_at_once() throws Exception {
        var orphan = Orphan.of("postgres", folder, PROGRAMS);
        try (var postgres = EmbeddedPostgres.start(settings(), _ -> {})) {
            assertThat(number(postgres, "SELECT 1")).isEqualTo(1);
        }
        orphan.awaitEnd();
    }

    private PostgresSettings settings() {
        return PostgresSettings.of(folder, Durability.FSYNC).withPrograms(PROGRAMS);
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
