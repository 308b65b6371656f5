package dev.epochal.server.fault;

import dev.epochal.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A process of the program with some of the roles; it keeps its port over its restarts.
public final class RoleProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final List<String> JVM_ARGUMENTS = List.of(
            "-Xmx224m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final int LAST_LINES = 40;

    private final String roles;
    private final Path data;
    private final Map<String, String> environment;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private ServerProcess process;

    /// Starts it; it may not be ready yet.
    ///
    /// @param roles as `--role` takes them
    public RoleProcess(String roles, Path data, Map<String, String> environment) {
        this.roles = roles;
        this.data = data;
        this.environment = environment;
        this.process = launch(0);
    }

    private ServerProcess launch(int port) {
        var home = Path.of(System.getProperty("epochal.home", "target"));
        var launch = new ServerProcess.Launch(home, JVM_ARGUMENTS, data, port, List.of("--role", roles), environment);
        return ServerProcess.start(launch, lines::add);
    }

    String roles() {
        return roles;
    }

    /// The last that it has printed.
    String lastLines() {
        var told = List.copyOf(lines);
        return roles + ":\n  " + String.join("\n  ", told.subList(Math.max(0, told.size() - LAST_LINES), told.size()));
    }

    /// Where it listens; known when it is healthy.
    public URI uri() {
        return process.uri();
    }

    /// Waits until it is healthy, or fails.
    public void awaitHealthy() {
        if (!process.awaitHealthy(START_LIMIT)) {
            throw new AssertionError(roles + " is not healthy:\n" + String.join("\n", lines));
        }
    }

    /// What a counter without labels has come to; 0 while the process doesn't answer.
    double counted(String name) {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(uri().resolve("/metrics"))
                    .timeout(ANSWER_LIMIT)
                    .build();
            return http.send(request, BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                    .sum();
        } catch (IOException _) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// `kill -9`, and a new one on the same port.
    void killAndRestart() throws InterruptedException {
        kill();
        launchAgain();
    }

    /// Ctrl-C, and a new one on the same port.
    void stopAndRestart() {
        stop();
        launchAgain();
    }

    /// `kill -9`.
    void kill() throws InterruptedException {
        process.kill();
    }

    /// Ctrl-C.
    void stop() {
        process.close();
    }

    /// A new one on the port of the one that has ended, once it is healthy.
    void restart() {
        launchAgain();
        awaitHealthy();
    }

    private void launchAgain() {
        process = launch(uri().getPort());
    }

    /// Stops the process in the middle of what it does, until the others must think that it is dead.
    void freeze() throws InterruptedException {
        Frozen.process(process.pid());
    }

    @Override
    public void close() {
        process.close();
    }
}
