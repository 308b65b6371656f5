package dev.epochal.api;

import dev.epochal.api.access.Tokens;
import dev.epochal.api.exchange.Door;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.exchange.Guard;
import dev.epochal.api.exchange.RequestLog;
import dev.epochal.api.health.HealthEndpoints;
import dev.epochal.api.health.HealthProbe;
import dev.epochal.api.health.MemoryProbe;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.websocket.WsRouting;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Health and metrics over HTTP, for a process that runs other parts than the interface.
public final class Watch implements AutoCloseable {
    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(1);

    private final Gate gate;
    private final Guard guard;
    private final HealthEndpoints health;
    private final WebServer server;

    private Watch(Gate gate, Guard guard, HealthEndpoints health, WebServer server) {
        this.gate = gate;
        this.guard = guard;
        this.health = health;
        this.server = server;
    }

    /// Starts listening.
    ///
    /// @param probes what `/health` looks at beside memory
    public static Watch start(ApiSettings settings, MeterRegistry registry, List<HealthProbe> probes) {
        var gate = new Gate();
        var clock = InstantSource.system();
        var all = new ArrayList<>(probes);
        all.add(new MemoryProbe());
        var health = new HealthEndpoints(all, gate, settings.program().version(), clock);
        var guard = new Guard(
                new Tokens(settings.issuers(), clock), settings.protection().limits(), System::nanoTime);
        var door = new Door(
                guard,
                gate,
                new RequestLog(registry, settings.program().tracer()),
                health.endpoints(settings.program().scrape()));
        return new Watch(
                gate,
                guard,
                health,
                Listener.start(settings.place(), door, WsRouting.builder(), health.liveAndReady()));
    }

    /// The port that it listens on.
    public int port() {
        return server.port();
    }

    /// Answers no more.
    @Override
    public void close() {
        gate.shut(CLOSING_LIMIT);
        server.stop();
        guard.close();
        health.close();
    }
}
