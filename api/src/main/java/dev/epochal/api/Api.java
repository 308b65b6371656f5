package dev.epochal.api;

import dev.epochal.api.access.Tokens;
import dev.epochal.api.console.ConsoleEndpoints;
import dev.epochal.api.directory.ClientEndpoints;
import dev.epochal.api.directory.DirectoryBarrier;
import dev.epochal.api.directory.DirectoryEventEndpoints;
import dev.epochal.api.directory.DirectorySight;
import dev.epochal.api.directory.ExpirySweep;
import dev.epochal.api.directory.KeyPackageEndpoints;
import dev.epochal.api.directory.LeafRegistrations;
import dev.epochal.api.directory.ServedKeyPackages;
import dev.epochal.api.exchange.Door;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.exchange.Guard;
import dev.epochal.api.exchange.RequestLog;
import dev.epochal.api.group.Conflicts;
import dev.epochal.api.group.ErasureEndpoints;
import dev.epochal.api.group.ExternalJoins;
import dev.epochal.api.group.GroupSight;
import dev.epochal.api.group.RatchetTrees;
import dev.epochal.api.group.ReadEndpoints;
import dev.epochal.api.group.RetentionSweep;
import dev.epochal.api.group.WriteEndpoints;
import dev.epochal.api.health.HealthEndpoints;
import dev.epochal.api.health.HealthProbe;
import dev.epochal.api.health.LogProbe;
import dev.epochal.api.health.MemoryProbe;
import dev.epochal.api.history.HistoryEndpoints;
import dev.epochal.api.imported.ImportedEndpoints;
import dev.epochal.api.inbox.InboxSockets;
import dev.epochal.api.openapi.OpenApiEndpoint;
import dev.epochal.api.outcome.OutcomeEndpoints;
import dev.epochal.api.stream.StreamClock;
import dev.epochal.api.submission.KafkaSubmissionLog;
import dev.epochal.api.submission.SubmissionLog;
import dev.epochal.api.submission.Submissions;
import dev.epochal.api.submission.Sweep;
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
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running HTTP interface.
public final class Api implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final Duration EXPIRY_SWEEP_INTERVAL = Duration.ofMinutes(1);
    private static final Duration RETENTION_SWEEP_INTERVAL = Duration.ofMinutes(10);
    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(10);

    private final Gate gate;
    private final Parts parts;
    private final WebServer server;

    private Api(Gate gate, Parts parts, WebServer server) {
        this.gate = gate;
        this.parts = parts;
        this.server = server;
    }

    private record Parts(Submissions submissions, List<Sweep> sweeps, HealthEndpoints health, Guard guard) {}

    /// Starts the interface on Kafka. When this returns it takes requests.
    ///
    /// @param probes what `/health` looks at beside memory and log
    public static Api start(ApiSettings settings, ReadSide reads, MeterRegistry registry, List<HealthProbe> probes) {
        return start(
                settings,
                reads,
                new Surroundings(
                        decided -> KafkaSubmissionLog.open(
                                settings.log().kafka(), settings.log().instance(), decided),
                        registry,
                        InstantSource.system(),
                        System::nanoTime,
                        probes));
    }

    /// What the interface stands on beside what it reads.
    ///
    /// @param log opens the log of submissions
    /// @param registry where it measures
    /// @param clock tells whether tokens and KeyPackages are good
    /// @param nanos a clock that only goes forward
    /// @param probes what `/health` looks at beside memory and log
    record Surroundings(
            Function<Consumer<Verdict>, SubmissionLog> log,
            MeterRegistry registry,
            InstantSource clock,
            LongSupplier nanos,
            List<HealthProbe> probes) {}

    static Api start(ApiSettings settings, ReadSide reads, Surroundings surroundings) {
        var gate = new Gate();
        var submissions = new Submissions(
                surroundings.log(),
                new Submissions.Patience(
                        settings.log().patience(), settings.protection().waitingMax()));
        try {
            Gauge.builder("epochal.submissions.waiting", submissions, Submissions::waiting)
                    .description("Submissions that wait for their verdict")
                    .register(surroundings.registry());
            Gauge.builder("epochal.submissions.waiting.limit", submissions, Submissions::waitingLimit)
                    .description("How many of them may wait now")
                    .register(surroundings.registry());
            var health = new HealthEndpoints(
                    probes(surroundings, submissions), gate, settings.program().version(), surroundings.clock());
            var offers = offers(reads, submissions, gate, surroundings);
            var endpoints = new ArrayList<>(offers.endpoints());
            endpoints.addAll(health.endpoints(settings.program().scrape()));
            var guard = new Guard(
                    new Tokens(settings.issuers(), surroundings.clock()),
                    settings.protection().limits(),
                    surroundings.nanos());
            Gauge.builder("epochal.requests.held", guard, Guard::held)
                    .description("Octets that bodies and answers of the requests under way take")
                    .baseUnit("bytes")
                    .register(surroundings.registry());
            var door = new Door(
                    guard,
                    gate,
                    new RequestLog(surroundings.registry(), settings.program().tracer()),
                    endpoints);
            var server = Listener.start(settings.place(), door, offers.sockets().routing(door), health.liveAndReady());
            var sweeps = sweeps(reads, submissions, surroundings.clock(), settings.payloadsKept());
            return new Api(gate, new Parts(submissions, sweeps, health, guard), server);
        } catch (RuntimeException e) {
            submissions.close();
            throw e;
        }
    }

    /// Nobody looks for old payloads where they are kept for ever.
    private static List<Sweep> sweeps(ReadSide reads, Submissions submissions, InstantSource clock, Duration kept) {
        var sweeps = new ArrayList<Sweep>();
        sweeps.add(Sweep.start(
                "KeyPackages out of time",
                EXPIRY_SWEEP_INTERVAL,
                new ExpirySweep(reads.directory(), submissions, clock)));
        if (kept.isPositive()) {
            sweeps.add(Sweep.start(
                    "Payloads that are old enough",
                    RETENTION_SWEEP_INTERVAL,
                    new RetentionSweep(reads.groups(), submissions, clock, kept)));
        }
        return sweeps;
    }

    /// What is offered but health and metrics.
    static Offers offers(ReadSide reads, Submissions submissions, Gate gate, Surroundings surroundings) {
        var clock = surroundings.clock();
        var sight = new GroupSight(reads.groups(), reads.changes(), gate);
        var trees = new RatchetTrees(reads.groups());
        var joins = new ExternalJoins(reads.groups(), trees);
        var conflicts = new Conflicts(reads.groups(), sight, joins);
        var delivery = Delivery.of(new Delivery.Shared(sight, trees), reads, submissions, StreamClock.of(gate, clock));
        var endpoints = new ArrayList<Endpoint>();
        var directory = new DirectorySight(reads, gate);
        endpoints.addAll(new ClientEndpoints(submissions, directory).endpoints());
        endpoints.addAll(
                new KeyPackageEndpoints(submissions, directory, clock, new ServedKeyPackages(surroundings.registry()))
                        .endpoints());
        endpoints.addAll(new DirectoryEventEndpoints(reads.directory(), reads.changes(), gate).endpoints());
        endpoints.addAll(new ReadEndpoints(reads.groups(), sight).endpoints());
        endpoints.addAll(joins.endpoints());
        endpoints.addAll(
                new WriteEndpoints(submissions, conflicts, registrations(reads, gate, submissions)).endpoints());
        endpoints.addAll(new ErasureEndpoints(reads.groups(), submissions, conflicts).endpoints());
        endpoints.addAll(delivery.endpoints());
        endpoints.addAll(new HistoryEndpoints(sight, reads.groups(), reads.checkpoints()).endpoints());
        endpoints.addAll(new ImportedEndpoints(reads.imported()).endpoints());
        endpoints.addAll(new OutcomeEndpoints(reads.clients(), conflicts).endpoints());
        endpoints.addAll(OpenApiEndpoint.endpoints());
        endpoints.addAll(ConsoleEndpoints.endpoints());
        return new Offers(List.copyOf(endpoints), delivery.sockets());
    }

    private static LeafRegistrations registrations(ReadSide reads, Gate gate, Submissions submissions) {
        var barrier = new DirectoryBarrier(submissions, reads, gate);
        return new LeafRegistrations(reads.cached(), reads.groups(), barrier);
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
    /// one out before it closes.
    public void retire() {
        gate.retire();
    }

    /// How many requests are under way.
    int inside() {
        return gate.inside();
    }

    /// Takes no more requests, lets those inside end for a while, and closes. Whoever is cut off can ask for the
    /// outcome of its submission elsewhere.
    @Override
    public void close() {
        if (!gate.shut(CLOSING_LIMIT)) {
            LOG.warn("Requests were still under way after {} s and are cut off", CLOSING_LIMIT.toSeconds());
        }
        server.stop();
        parts.guard().close();
        parts.sweeps().forEach(Sweep::close);
        parts.health().close();
        parts.submissions().close();
    }

    private static List<HealthProbe> probes(Surroundings surroundings, Submissions submissions) {
        var probes = new ArrayList<>(surroundings.probes());
        probes.add(new LogProbe(submissions::isFollowing, submissions::waiting));
        probes.add(new MemoryProbe());
        return probes;
    }
}
