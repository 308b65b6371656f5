package dev.epochal.testkit.demo;

import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.EpochalUnreachableException;
import dev.epochal.testkit.DevelopmentTokens;
import dev.epochal.testkit.MlsEngineException;
import dev.epochal.testkit.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// `./epochal demo`: starts the server, plays the story, and leaves the server running until Ctrl-C.
///
/// Arguments: `--data DIR` (default `data`), `--port N` (default 3000), `--exit` to stop after the story; or
/// `--server URL` to play it on a server that runs, whose secret the environment variable `JWT_SECRET` holds.
///
/// The system property `epochal.home` names the folder whose `lib` holds the server, `epochal.server.jvmArguments` what
/// its Java machine is given. Exit code 0 after the story with `--exit` or `--server`, 2 for wrong arguments, 1 if
/// anything failed.
public final class Main {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Screen screen = Screen.onStandardOutput();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private volatile Shown shown = Shown.EVERYTHING;

    private final AtomicBoolean stopping = new AtomicBoolean();

    /// Which of the server's lines are shown.
    private enum Shown {
        EVERYTHING,
        NOTHING,
        /// Warnings, and requests: whoever pastes the lines sees that they arrive.
        WHAT_MATTERS;

        boolean shows(String line) {
            return switch (this) {
                case EVERYTHING -> true;
                case NOTHING -> false;
                case WHAT_MATTERS -> !line.contains(" INFO ") || line.contains(" request: ");
            };
        }
    }

    private Main() {}

    private record Options(Path data, int port, boolean exit, Optional<URI> server) {
        static Options parse(String[] arguments) {
            var options = new Options(Path.of("data"), 3000, false, Optional.empty());
            for (int i = 0; i < arguments.length; i++) {
                options = switch (arguments[i]) {
                    case "--data" ->
                        new Options(Path.of(value(arguments, ++i)), options.port, options.exit, options.server);
                    case "--port" -> {
                        int port = Integer.parseInt(value(arguments, ++i));
                        yield new Options(options.data, port, options.exit, options.server);
                    }
                    case "--exit" -> new Options(options.data, options.port, true, options.server);
                    case "--server" -> {
                        var server = Optional.of(URI.create(value(arguments, ++i)));
                        yield new Options(options.data, options.port, options.exit, server);
                    }
                    case String other -> throw new IllegalArgumentException("unknown argument " + other);
                };
            }
            return options;
        }

        private static String value(String[] arguments, int index) {
            if (index >= arguments.length) {
                throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
            }
            return arguments[index];
        }
    }

    /// Runs the demo.
    public static void main(String[] arguments) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("epochal demo: " + e.getMessage());
            System.err.println("Usage: epochal demo [--data DIR] [--port N] [--exit] | [--server URL]");
            System.exit(2);
            return;
        }
        var main = new Main();
        System.exit(options.server.isPresent() ? main.playOn(options.server.get()) : main.run(options));
    }

    private int playOn(URI server) {
        var secret = System.getenv("JWT_SECRET");
        if (secret == null || secret.isEmpty()) {
            return failed("--server needs the server's JWT_SECRET in the environment");
        }
        try (var http = EpochalClient.connect(server, () -> "")) {
            new Story(screen, http, new DevelopmentTokens(secret)).play();
            return 0;
        } catch (EpochalProblemException | EpochalUnreachableException | MlsEngineException | IllegalStateException e) {
            return failed(e.getMessage());
        }
    }

    private int run(Options options) throws InterruptedException {
        var home = Path.of(System.getProperty("epochal.home", "."));
        var jvmArguments = System.getProperty("epochal.server.jvmArguments", "").strip();
        screen.title("Starting the server on " + options.data());
        var server = ServerProcess.start(
                new ServerProcess.Launch(
                        home,
                        jvmArguments.isEmpty() ? List.of() : List.of(jvmArguments.split("\\s+")),
                        options.data(),
                        options.port()),
                this::serverLine);
        // Ctrl-C ends this program through its hooks; the child must never stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-server"));
        if (!server.awaitHealthy(START_LIMIT)) {
            return failedToStart(server);
        }
        shown = Shown.NOTHING;
        try (var http = EpochalClient.connect(server.uri(), () -> "")) {
            var story = new Story(screen, http, server.tokens());
            story.play();
            tellHowToTry(server, story);
        } catch (EpochalProblemException | EpochalUnreachableException | MlsEngineException | IllegalStateException e) {
            return failed(e.getMessage());
        }
        shown = Shown.WHAT_MATTERS;
        return options.exit() ? 0 : stay(server);
    }

    private void stop(ServerProcess server) {
        stopping.set(true);
        server.close();
    }

    private int stay(ServerProcess server) throws InterruptedException {
        int code = server.awaitExit();
        return code == 0 || stopping.get() ? 0 : failed("the server ended with exit code " + code);
    }

    private int failedToStart(ServerProcess server) {
        return server.isAlive()
                ? failed("the server was not healthy within " + START_LIMIT.toSeconds() + " s")
                : failed("the server did not start; its last words stand above");
    }

    private int failed(@Nullable String message) {
        if (shown == Shown.NOTHING) {
            synchronized (lastLines) {
                lastLines.forEach(screen::server);
            }
        }
        System.err.println("epochal demo: " + message);
        return 1;
    }

    private void serverLine(String line) {
        synchronized (lastLines) {
            lastLines.add(line);
            if (lastLines.size() > 20) {
                lastLines.remove();
            }
        }
        if (shown.shows(line)) {
            screen.server(line);
        }
    }

    private void tellHowToTry(ServerProcess server, Story story) {
        var authorization = " -H 'Authorization: Bearer " + story.aliceToken() + "' ";
        var groups = server.uri() + "/v1/groups";
        screen.title("Try it by hand, as alice");
        screen.plain("The server listens on " + server.uri() + ". A token of alice, good for 12 hours:");
        screen.plain("");
        screen.plain(story.aliceToken());
        screen.plain("");
        screen.plain("curl -s " + server.uri() + "/health");
        screen.plain("curl -s" + authorization + groups);
        screen.plain("curl -s" + authorization + "'" + groups + "/" + story.groupId() + "/events?from=0&limit=3'");
        screen.plain("");
        screen.plain("The server keeps running. Ctrl-C stops it.");
    }
}
