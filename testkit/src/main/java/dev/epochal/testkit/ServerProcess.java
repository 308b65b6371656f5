package dev.epochal.testkit;

import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalUnreachableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// The server program as a child process. Thread-safe.
public final class ServerProcess implements AutoCloseable {
    private static final List<String> HANDED_ON =
            List.of("epochal.broker.lib", "epochal.broker.jvmArguments", "epochal.postgres.programs");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private static final Pattern LISTENING = Pattern.compile("Listening on (http://[^ \"]+) ");

    private final Process process;
    private final CompletableFuture<URI> listening;
    private final Path data;

    private ServerProcess(Process process, CompletableFuture<URI> listening, Path data) {
        this.process = process;
        this.listening = listening;
        this.data = data;
    }

    /// How the server is started.
    ///
    /// @param home the folder whose `lib` holds the server's class path
    /// @param jvmArguments arguments of the child's Java machine
    /// @param data the data folder
    /// @param port the port to listen on; 0 takes a free one
    /// @param options further options of `serve`
    /// @param environment variables beside those of this process
    public record Launch(
            Path home,
            List<String> jvmArguments,
            Path data,
            int port,
            List<String> options,
            Map<String, String> environment) {
        /// A launch with options and the environment of this process.
        public Launch(Path home, List<String> jvmArguments, Path data, int port, List<String> options) {
            this(home, jvmArguments, data, port, options, Map.of());
        }

        /// A launch without further options.
        public Launch(Path home, List<String> jvmArguments, Path data, int port) {
            this(home, jvmArguments, data, port, List.of());
        }

        List<String> command() {
            var command = program(home, jvmArguments);
            command.add("serve");
            command.addAll(List.of("--data", data.toString(), "--port", Integer.toString(port)));
            command.addAll(options);
            return command;
        }
    }

    /// The command line of the program, to which its own arguments can be added.
    ///
    /// The system properties that tell where the jars of the embedded broker and the programs of the embedded
    /// database are, and how the broker's Java machine is started, are handed on.
    ///
    /// @param home the folder whose `lib` holds the server's class path
    public static List<String> program(Path home, List<String> jvmArguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.addAll(aotCache(home));
        HANDED_ON.forEach(name -> command.add("-D" + name + "=" + System.getProperty(name, "")));
        command.addAll(List.of("-cp", home.resolve("lib") + "/*", "dev.epochal.server.Main"));
        return command;
    }

    /// What a run at the end of the build taught about the program's classes: half the time to start.
    private static List<String> aotCache(Path home) {
        var cache = home.resolve("server.aot");
        return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off,cds*=off") : List.of();
    }

    /// Starts the server; it is not ready yet.
    ///
    /// @param lines takes each line that the server prints
    public static ServerProcess start(Launch launch, Consumer<String> lines) {
        try {
            var builder = new ProcessBuilder(launch.command()).redirectErrorStream(true);
            builder.environment().putAll(launch.environment());
            var process = builder.start();
            process.getOutputStream().close();
            var listening = new CompletableFuture<URI>();
            Thread.ofVirtual()
                    .name("server-output")
                    .start(() -> forward(process, lines.andThen(line -> lookForAddress(line, listening))));
            return new ServerProcess(process, listening, launch.data());
        } catch (IOException e) {
            throw new UncheckedIOException("The server program could not be started", e);
        }
    }

    private static void lookForAddress(String line, CompletableFuture<URI> listening) {
        var matcher = LISTENING.matcher(line);
        if (matcher.find()) {
            listening.complete(URI.create(matcher.group(1)));
        }
    }

    private static void forward(Process process, Consumer<String> lines) {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines);
        } catch (IOException | UncheckedIOException _) {
            // The stream ends with the process.
        }
    }

    /// Waits until the server says that it is healthy, or at least that it works.
    ///
    /// @return false if it ended first, or was not healthy within the limit
    public boolean awaitHealthy(Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!listening.isDone()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        try (var client = EpochalClient.connect(ClientSettings.of(uri()).withAttempts(1), () -> "")) {
            while (process.isAlive() && System.nanoTime() < deadline) {
                if (isHealthy(client)) {
                    return true;
                }
                pause();
            }
        }
        return false;
    }

    private static boolean isHealthy(EpochalClient client) {
        try {
            return !client.health().status().equals("unhealthy");
        } catch (EpochalUnreachableException _) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the server starts", e);
        }
    }

    /// Its process id.
    public long pid() {
        return process.pid();
    }

    /// Where it listens.
    ///
    /// @throws IllegalStateException if it has not said so yet
    public URI uri() {
        if (!listening.isDone()) {
            throw new IllegalStateException("The server does not listen yet");
        }
        return listening.join();
    }

    /// The process, such as to look at its children.
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /// Tokens that this server accepts; it must have been healthy once.
    public DevelopmentTokens tokens() {
        return ServerSecret.tokens(data);
    }

    /// Whether the process runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for the end of the process.
    ///
    /// @return its exit code
    public int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    /// Kills the process at once, as `kill -9` does, and waits for its end.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Stops the server as Ctrl-C does; kills it if it takes longer than 20 s.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
