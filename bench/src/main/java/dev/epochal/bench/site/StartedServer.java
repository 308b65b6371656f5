package dev.epochal.bench.site;

import dev.epochal.embedded.Durability;
import dev.epochal.testkit.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/// A server on its embedded default that runs for one run only, as a process of its own.
public final class StartedServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int LINES_KEPT = 40;
    /// A few users make the whole load, so that the server must not hold back any of them.
    private static final Map<String, String> UNLIMITED =
            Map.of("RATE_UNITS_PER_SECOND", "0", "REQUESTS_PER_USER_MAX", "100000");

    private final ServerProcess process;

    private StartedServer(ServerProcess process) {
        this.process = process;
        // Ctrl-C ends this program through its hooks; the child must never stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stop-server"));
    }

    /// Starts a server and waits until it is healthy, up to 3 minutes.
    ///
    /// @throws IllegalStateException with the server's last words if it doesn't become healthy
    public static StartedServer start(Path data, int port, Durability durability) {
        var lastLines = new ConcurrentLinkedDeque<String>();
        var options = List.of("--durability", durability.name().toLowerCase(Locale.ROOT));
        var launch = new ServerProcess.Launch(
                Places.serverHome(), Places.serverJvmArguments(), data, port, options, UNLIMITED);
        var server = new StartedServer(ServerProcess.start(launch, line -> {
            lastLines.add(line);
            if (lastLines.size() > LINES_KEPT) {
                lastLines.poll();
            }
        }));
        if (!server.process.awaitHealthy(START_LIMIT)) {
            server.close();
            throw new IllegalStateException("The server did not start:\n" + String.join("\n", lastLines));
        }
        return server;
    }

    /// The process id, for profilers.
    public long pid() {
        return process.pid();
    }

    /// The server as something to be measured.
    public Target target() {
        return new Target(process.uri(), process.tokens());
    }

    @Override
    public void close() {
        process.close();
    }
}
