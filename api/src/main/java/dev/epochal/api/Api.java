package dev.epochal.api;

import dev.epochal.api.access.Tokens;
import dev.epochal.api.console.ConsoleEndpoints;
import dev.epochal.api.exchange.Door;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.exchange.RequestLog;
import dev.epochal.api.group.Conflicts;
import dev.epochal.api.group.ExternalJoins;
import dev.epochal.api.group.GroupSight;
import dev.epochal.api.group.RatchetTrees;
import dev.epochal.api.group.ReadEndpoints;
import dev.epochal.api.group.WriteEndpoints;
import dev.epochal.api.health.HealthEndpoints;
import dev.epochal.api.health.HealthProbe;
import dev.epochal.api.health.LogProbe;
import dev.epochal.api.health.MemoryProbe;
import dev.epochal.api.inbox.InboxSockets;
import dev.epochal.api.keypackage.KeyPackageEndpoints;
import dev.epochal.api.openapi.OpenApiEndpoint;
import dev.epochal.api.outcome.OutcomeEndpoints;
import dev.epochal.api.stream.StreamClock;
import dev.epochal.api.submission.KafkaSubmissionLog;
import dev.epochal.api.submission.SubmissionLog;
import dev.epochal.api.submission.Submissions;
import dev.epochal.schema.record.Verdict;
import io.helidon.webserver.WebServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running HTTP interface.
public final class Api implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(10);

    private final Gate gate;
    private final Submissions submissions;
    private final HealthEndpoints health;
    private final WebServer server;

    private Api(Gate gate, Submissions submissions, HealthEndpoints health, WebServer server) {
        this.gate = gate;
        this.submissions = submissions;
        this.health = health;
        this.server = server;
    }

    /// Starts the interface on Kafka. When this returns it takes requests.
    ///
    /// @param probes what `/health` looks at beside memory and log
    public static Api start(ApiSettings settings, ReadSide reads, MeterRegistry registry, List<HealthProbe> probes) {
        return start(
                settings,
                reads,
                new Surroundings(
                        decided -> KafkaSubmissionLog.open(settings.kafka(), settings.instance(), decided),
                        registry,
                        InstantSource.system(),
                        probes));
    }

    /// What the interface stands on beside what it reads.
    ///
    /// @param log opens the log of submissions
    /// @param registry where it measures
    /// @param clock tells whether tokens and KeyPackages are good
    /// @param probes what `/health` looks at beside memory and log
    record Surroundings(
            Function<Consumer<Verdict>, SubmissionLog> log,
            MeterRegistry registry,
            InstantSource clock,
            List<HealthProbe> probes) {}

    static Api start(ApiSettings settings, ReadSide reads, Surroundings surroundings) {
        var gate = new Gate();
        var submissions = new Submissions(surroundings.log(), settings.verdictPatience());
        try {
            Gauge.builder("epochal.submissions.waiting", submissions, Submissions::waiting)
                    .description("Submissions that wait for their verdict")
                    .register(surroundings.registry());
            var health = new HealthEndpoints(
                    probes(surroundings, submissions), gate, settings.version(), surroundings.clock());
            var offers = offers(reads, submissions, gate, surroundings.clock());
            var endpoints = new ArrayList<>(offers.endpoints());
            endpoints.addAll(health.endpoints(settings.scrape()));
            var door = new Door(
                    new Tokens(settings.issuers(), surroundings.clock()),
                    gate,
                    new RequestLog(surroundings.registry()),
                    endpoints);
            var server = Listener.start(
                    new Listener.Address(settings.host(), settings.port()),
                    door,
                    offers.sockets().routing(door),
                    health.liveAndReady());
            return new Api(gate, submissions, health, server);
        } catch (RuntimeException e) {
            submissions.close();
            throw e;
        }
    }

    /// What is offered but health and metrics.
    static Offers offers(ReadSide reads, Submissions submissions, Gate gate, InstantSource clock) {
        var sight = new GroupSight(reads.groups(), reads.changes(), gate);
        var trees = new RatchetTrees(reads.groups());
        var joins = new ExternalJoins(reads.groups(), trees);
        var conflicts = new Conflicts(reads.groups(), sight, joins);
        var delivery = Delivery.of(new Delivery.Shared(sight, trees), reads, submissions, StreamClock.of(gate, clock));
        var endpoints = new ArrayList<Endpoint>();
        endpoints.addAll(new KeyPackageEndpoints(submissions, reads.clients(), clock).endpoints());
        endpoints.addAll(new ReadEndpoints(reads.groups(), sight).endpoints());
        endpoints.addAll(joins.endpoints());
        endpoints.addAll(new WriteEndpoints(submissions, conflicts).endpoints());
        endpoints.addAll(delivery.endpoints());
        endpoints.addAll(new OutcomeEndpoints(reads.clients(), conflicts).endpoints());
        endpoints.addAll(OpenApiEndpoint.endpoints());
        endpoints.addAll(ConsoleEndpoints.endpoints());
        return new Offers(List.copyOf(endpoints), delivery.sockets());
    }

    /// What is offered under which address.
    ///
    /// @param endpoints over HTTP
    /// @param sockets over WebSockets
    record Offers(List<Endpoint> endpoints, InboxSockets sockets) {}

    /// The port that it listens on.
    public int port() {
        return server.port();
    }

    /// Says that it isn't ready any more, and goes on: whoever spreads requests over several servers is to leave this
    /// one
    /// out before it closes.
    public void retire() {
        gate.retire();
    }

    /// How many requests are under way.
    int inside() {
        return gate.inside();
    }

    /// Takes no more requests, lets those inside end for a while, and closes. Whoever is cut off can ask for the
    /// outcome
    /// of its submission elsewhere.
    @Override
    public void close() {
        if (!gate.shut(CLOSING_LIMIT)) {
            LOG.warn("Requests were still under way after {} s and are cut off", CLOSING_LIMIT.toSeconds());
        }
        server.stop();
        health.close();
        submissions.close();
    }

    private static List<HealthProbe> probes(Surroundings surroundings, Submissions submissions) {
        var probes = new ArrayList<>(surroundings.probes());
        probes.add(new LogProbe(submissions::isFollowing, submissions::waiting));
        probes.add(new MemoryProbe());
        return probes;
    }
}
