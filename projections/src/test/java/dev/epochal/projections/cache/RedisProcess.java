package dev.epochal.projections.cache;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
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
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A real redis-server as a child process: the one on the PATH, or else the one that comes in the jar of
/// embedded-redis. It says which, and there is no third way: without any a test fails.
final class RedisProcess implements AutoCloseable {
    static final String PASSWORD = "a password that nobody guesses";
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

    static RedisProcess start(Path folder) {
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

    RedisAddress address() {
        return new RedisAddress(URI.create("redis://127.0.0.1:" + port), PASSWORD);
    }

    /// Does something to it as its administrator.
    void administer(Consumer<StatefulRedisConnection<String, String>> what) {
        var uri = RedisURI.create(address().uri());
        uri.setAuthentication(PASSWORD);
        try (var client = RedisClient.create(uri);
                var connection = client.connect()) {
            what.accept(connection);
        }
    }

    /// Waits until the memory has found it again: a failure costs a moment without Redis.
    static void awaitWell(SharedMemory memory) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!memory.isWell()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Redis is not found again");
            }
            pauseBriefly();
        }
    }

    /// Ends it as a power cut would.
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Starts it again on the same port, with what it saved to its folder.
    void startAgain() {
        process = launch(folder, port);
        awaitUp();
    }

    /// Holds it: connections stay open, and nothing is answered.
    void pause() {
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        run(List.of("kill", "-" + name, Long.toString(process.pid())));
    }

    private static void run(List<String> command) {
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Process launch(Path folder, int port) {
        var command = new ArrayList<>(List.of(program(folder).toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--requirepass", PASSWORD, "--save", "", "--dir", folder.toString()));
        try {
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
        var program = onPath.orElseGet(() -> unpacked(folder));
        System.out.println("Redis for this test: " + (onPath.isPresent() ? program : "the one of embedded-redis, 6.2"));
        return program;
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
        while (true) {
            try (var factory = RedisSession.Factory.of(address())) {
                factory.open().close();
                return;
            } catch (RedisException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new AssertionError("redis-server did not start; see " + folder.resolve("redis.log"), e);
                }
            }
            pauseBriefly();
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
