package dev.epochal.testkit.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A real redis-server as a child process on a free port of this machine: the one on the PATH, or else the one that
/// comes in the jar of embedded-redis, if the class path has it. There is no third way: without any a test fails. Not
/// thread-safe.
public final class RedisProcess implements AutoCloseable {
    /// What everybody has to say who wants something of it.
    public static final String PASSWORD = "a password that nobody guesses";

    private static final String IN_JAR = "/redis-server-6.2.6-v5-linux-amd64";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path folder;
    private final int port;
    private Process process;

    private RedisProcess(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /// Starts one that keeps its things in this folder, and waits until it answers.
    public static RedisProcess start(Path folder) {
        int port = freePort();
        var redis = new RedisProcess(folder, port, launch(folder, port));
        redis.awaitUp();
        return redis;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Which it is, by its own words.
    public String version() {
        return administer("INFO", "server")
                .lines()
                .filter(line -> line.startsWith("redis_version"))
                .findFirst()
                .orElse("redis_version unknown");
    }

    /// `redis://host:port`, which stays over restarts.
    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    public long pid() {
        return process.pid();
    }

    /// Has it do a command as its administrator: a text, or the number of a count, is what it answers.
    ///
    /// @throws UncheckedIOException if it refuses, or doesn't answer
    public String administer(String... command) {
        try (var conversation = new RedisConversation(port)) {
            conversation.ask("AUTH", PASSWORD);
            return conversation.ask(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many keys it holds.
    public int size() {
        return Integer.parseInt(administer("DBSIZE"));
    }

    /// Ends it as a power cut would.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Starts it again on the same port, with what it saved to its folder.
    public void startAgain() {
        process = launch(folder, port);
        awaitUp();
    }

    /// Holds it: connections stay open, and nothing is answered.
    public void pause() {
        signal("STOP");
    }

    /// Lets it go on after a pause.
    public void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process launch(Path folder, int port) {
        try {
            Files.createDirectories(folder);
            var command = new ArrayList<>(List.of(program(folder).toString()));
            command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
            command.addAll(List.of("--requirepass", PASSWORD, "--save", "", "--dir", folder.toString()));
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("No redis-server could be started", e);
        }
    }

    private static Path program(Path folder) {
        var onPath = Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
        return onPath.orElseGet(() -> unpacked(folder));
    }

    private static Path unpacked(Path folder) {
        var target = folder.resolve("redis-server");
        try (var in = RedisProcess.class.getResourceAsStream(IN_JAR)) {
            if (!Files.exists(target)) {
                Files.copy(Objects.requireNonNull(in, "no redis-server in the class path"), target);
            }
            if (!target.toFile().setExecutable(true)) {
                throw new IllegalStateException("redis-server can't be made executable");
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitUp() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!isUp()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new AssertionError("redis-server did not start; see " + folder.resolve("redis.log"));
            }
            pauseBriefly();
        }
    }

    private boolean isUp() {
        try {
            administer("PING");
            return true;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private static void pauseBriefly() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
