package dev.epochal.bench.verb;

import dev.epochal.bench.load.Connections;
import dev.epochal.bench.site.Places;
import dev.epochal.bench.site.StartedServer;
import dev.epochal.bench.site.Target;
import dev.epochal.bench.traffic.TrafficCache;
import dev.epochal.bench.workload.Bench;
import dev.epochal.embedded.Durability;
import dev.epochal.testkit.ServerSecret;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which server is measured.
final class TargetOptions {
    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:3000",
            description = "Where the server listens (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://127.0.0.1:3000");

    @Option(
            names = "--data",
            defaultValue = "data",
            description = "The server's data folder; its jwt.secret signs the tokens (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Option(
            names = "--start",
            description = "Start a server of its own on a fresh data folder, and stop it afterwards.")
    private boolean start;

    @Option(
            names = "--port",
            defaultValue = "3999",
            description = "The port of the server that --start starts (default: ${DEFAULT-VALUE}).")
    private int port = 3999;

    @Option(
            names = "--durability",
            defaultValue = "os",
            description = "When a write counts as done, with --start and for the floors: os or fsync (default: os).")
    private Durability durability = Durability.OS;

    @Option(names = "--afresh", description = "Make the traffic anew; a server takes the same traffic only once.")
    private boolean afresh;

    /// Something to be measured with.
    @FunctionalInterface
    interface Step {
        void run(Bench bench) throws InterruptedException;
    }

    Durability durability() {
        return durability;
    }

    /// Runs a step with a server; one that was started is stopped afterwards.
    void withServer(Step step) throws InterruptedException {
        if (!start) {
            measure(new Target(url, ServerSecret.tokens(data)), step);
            return;
        }
        try (var folder = TemporaryFolder.create(Places.output())) {
            Screen.say("starting the server on " + folder.path());
            try (var server = StartedServer.start(folder.path().resolve("data"), port, durability)) {
                Screen.say("the server's process is " + server.pid());
                measure(server.target(), step);
            }
        }
    }

    private void measure(Target target, Step step) throws InterruptedException {
        var traffic = new TrafficCache(Places.output().resolve("traffic"), afresh, Screen::say);
        try (var connections = new Connections(target.base())) {
            step.run(new Bench(target, connections, traffic, Screen::say));
        }
    }
}
