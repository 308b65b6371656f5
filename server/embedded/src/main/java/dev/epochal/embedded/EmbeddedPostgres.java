package dev.epochal.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A real PostgreSQL as a child process, with a database and a user named `epochal`. Listens on 127.0.0.1 only.
///
/// The child ends by itself when this program ends, however it ends. Thread-safe.
public final class EmbeddedPostgres implements AutoCloseable {
    /// The name of the database and of its user.
    public static final String NAME = "epochal";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int ATTEMPTS_MAX = 3;

    private final PostgresSettings settings;
    private final Consumer<String> progress;
    private final PostgresFolder folder;
    private int port;
    private ChildProcess child;

    private EmbeddedPostgres(PostgresSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
        this.port = settings.port();
        try {
            this.folder = PostgresFolder.prepare(settings, progress);
        } catch (IOException e) {
            throw new EmbeddedStartException("PostgreSQL can't write to its folder " + settings.data(), e);
        }
        this.child = launch();
    }

    /// Starts PostgreSQL and waits until it takes connections.
    ///
    /// @param progress takes a line for each step
    /// @throws EmbeddedStartException with the reason in one line
    public static EmbeddedPostgres start(PostgresSettings settings, Consumer<String> progress) {
        return new EmbeddedPostgres(settings, progress);
    }

    /// Where JDBC finds the database.
    public synchronized String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
    }

    /// The database's user.
    public String user() {
        return NAME;
    }

    /// The password of that user.
    public String password() {
        return folder.password();
    }

    /// The child's process id.
    public synchronized long pid() {
        return child.pid();
    }

    /// Whether the child runs.
    public synchronized boolean isAlive() {
        return child.isAlive();
    }

    /// Ends the child in good order, without waiting for its clients; it can be started again with [#restart()].
    public synchronized void stop() {
        if (child.isAlive()) {
            folder.stopServer();
            child.closeInput();
            child.awaitEnd(STOP_LIMIT);
        }
    }

    /// Kills the child as `kill -9` does.
    public synchronized void kill() {
        child.kill();
    }

    /// Starts the child again on the same port and waits until it takes connections.
    public synchronized void restart() {
        stop();
        child = launch();
    }

    @Override
    public void close() {
        stop();
    }

    private ChildProcess launch() {
        try {
            folder.endPredecessor();
            for (int attempt = 1; ; attempt++) {
                int chosen = Ports.claim(port, "PostgreSQL");
                var started = spawn(chosen);
                if (awaitReady(started)) {
                    port = chosen;
                    return started;
                }
                boolean lostPort = port == 0 && lastWords().contains("could not create any TCP/IP sockets");
                // The kernel still counts the memory of a killed predecessor's last children as in use.
                boolean remains = lastWords().contains("shared memory block");
                if (attempt == ATTEMPTS_MAX || !(lostPort || remains)) {
                    throw new EmbeddedStartException(
                            "PostgreSQL did not start: " + lastWords() + " (more in " + folder.output() + ")");
                }
            }
        } catch (IOException e) {
            throw new EmbeddedStartException("PostgreSQL can't write to its folder " + settings.data(), e);
        }
    }

    private ChildProcess spawn(int chosen) {
        progress.accept("starting PostgreSQL");
        var builder = new ProcessBuilder(folder.user().guarded(serverCommand(chosen)))
                .directory(folder.database().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.output().toFile()));
        builder.environment().put("TZ", "UTC");
        return ChildProcess.start("postgres", builder);
    }

    private List<String> serverCommand(int chosen) {
        var command = new ArrayList<String>();
        command.addAll(
                List.of(folder.program("postgres"), "-D", folder.database().toString()));
        setting(command, "listen_addresses", "127.0.0.1");
        setting(command, "port", Integer.toString(chosen));
        setting(command, "unix_socket_directories", "");
        setting(command, "shared_buffers", "64MB");
        boolean durable = settings.durability() == Durability.FSYNC;
        setting(command, "fsync", durable ? "on" : "off");
        // Without it the end of a transaction waits in PostgreSQL's own memory, and a killed process takes it along.
        setting(command, "synchronous_commit", "on");
        setting(command, "full_page_writes", durable ? "on" : "off");
        // A message per weekday's file; no statement in it, for statements hold identities.
        setting(command, "logging_collector", "on");
        setting(command, "log_filename", "postgres-%a.log");
        setting(command, "log_truncate_on_rotation", "on");
        setting(command, "log_min_error_statement", "panic");
        setting(command, "log_error_verbosity", "terse");
        return command;
    }

    private static void setting(List<String> command, String name, String value) {
        command.add("-c");
        command.add(name + "=" + value);
    }

    private boolean awaitReady(ChildProcess started) throws IOException {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (started.isAlive() && System.nanoTime() < deadline) {
            if (folder.isReady(started.pid())) {
                return true;
            }
            Pause.briefly();
        }
        started.kill();
        return false;
    }

    private String lastWords() {
        var files = new ArrayList<Path>();
        files.add(folder.output());
        try (var list = Files.list(folder.database().resolve("log"))) {
            list.forEach(files::add);
        } catch (IOException _) {
            // It ended before it had a log.
        }
        return LastWords.of(files);
    }
}
