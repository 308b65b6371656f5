package dev.epochal.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A real Kafka broker, alone and its own controller, in a Java machine of its own. Listens on 127.0.0.1 only.
///
/// The child ends by itself when this program ends, however it ends. Thread-safe.
public final class EmbeddedBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int ATTEMPTS_MAX = 3;

    private final BrokerSettings settings;
    private final Consumer<String> progress;
    private int port;
    private ChildProcess child;

    private EmbeddedBroker(BrokerSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
        this.port = settings.port();
        this.child = launch();
    }

    /// Starts a broker and waits until it takes connections.
    ///
    /// @param progress takes a line for each step
    /// @throws EmbeddedStartException with the reason in one line
    public static EmbeddedBroker start(BrokerSettings settings, Consumer<String> progress) {
        return new EmbeddedBroker(settings, progress);
    }

    /// Where clients find it.
    public synchronized String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /// The child's process id.
    public synchronized long pid() {
        return child.pid();
    }

    /// Whether the child runs.
    public synchronized boolean isAlive() {
        return child.isAlive();
    }

    /// Ends the child in good order; it can be started again with [#restart()].
    public synchronized void stop() {
        child.closeInput();
        child.awaitEnd(STOP_LIMIT);
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
            Files.createDirectories(settings.data());
            for (int attempt = 1; ; attempt++) {
                int chosen = Ports.claim(port, "the broker");
                var started = spawn(chosen);
                if (awaitReady(started, chosen)) {
                    port = chosen;
                    return started;
                }
                // A free port was chosen and somebody else took it before the child did.
                if (port != 0 || attempt == ATTEMPTS_MAX || !lastWords().contains("BindException")) {
                    throw new EmbeddedStartException("The broker did not start: " + lastWords() + " (more in "
                            + settings.data().resolve("broker.log") + ")");
                }
            }
        } catch (IOException e) {
            throw new EmbeddedStartException("The broker can't write to its folder " + settings.data(), e);
        }
    }

    private ChildProcess spawn(int chosen) throws IOException {
        var properties = settings.data().resolve("broker.properties");
        boolean first = !Files.exists(settings.data().resolve("log/meta.properties"));
        progress.accept(first ? "formatting the broker's folder" : "starting the broker");
        Files.writeString(properties, BrokerProperties.text(settings, chosen, Ports.free()), StandardCharsets.UTF_8);
        var builder = new ProcessBuilder(command(properties))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(outputFile().toFile()));
        return ChildProcess.start("broker", builder);
    }

    private List<String> command(Path properties) {
        var command = new ArrayList<String>();
        // A session of its own: Ctrl-C in a terminal is meant for this program, which then stops the broker last.
        Programs.find("setsid").ifPresent(command::add);
        command.add(settings.javaHome().resolve("bin/java").toString());
        command.addAll(List.of("-Xms128m", "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-Djava.awt.headless=true", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(aotCache());
        command.addAll(settings.jvmArguments());
        command.add("-Depochal.broker.log=" + settings.data().resolve("broker.log"));
        command.add("-Dlog4j2.configurationFile=classpath:dev/epochal/broker/log.xml");
        command.addAll(List.of("-cp", settings.jars() + "/*", "dev.epochal.broker.Main", properties.toString()));
        command.add(settings.data().resolve("log").toString());
        command.add(settings.data().resolve("broker.lock").toString());
        return command;
    }

    /// What an earlier run taught about the broker's classes, where the build has left it beside its jars: half the
    /// time to start. A Java machine that it doesn't fit goes on without it.
    private List<String> aotCache() {
        var cache = settings.jars().resolveSibling("broker.aot");
        return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off,cds*=off") : List.of();
    }

    private static boolean awaitReady(ChildProcess child, int port) {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (child.isAlive() && System.nanoTime() < deadline) {
            if (Ports.accepts(port)) {
                return true;
            }
            Pause.briefly();
        }
        child.kill();
        return false;
    }

    private Path outputFile() {
        return settings.data().resolve("broker.out");
    }

    /// The last line that names an error, of what the child printed or logged.
    private String lastWords() {
        return LastWords.of(List.of(settings.data().resolve("broker.log"), outputFile()));
    }
}
