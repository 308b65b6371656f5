package dev.epochal.server;

import com.google.protobuf.ByteString;
import dev.epochal.api.Api;
import dev.epochal.api.ApiSettings;
import dev.epochal.api.ReadSide;
import dev.epochal.api.Watch;
import dev.epochal.api.health.HealthProbe;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.Authenticity;
import dev.epochal.processor.log.ProcessorSettings;
import dev.epochal.processor.log.Processors;
import dev.epochal.projections.cache.CachedDirectory;
import dev.epochal.projections.checkpoint.CheckpointSigner;
import dev.epochal.projections.checkpoint.LogKeys;
import dev.epochal.projections.checkpoint.SignedLogRows;
import dev.epochal.projections.checkpoint.SignedLogs;
import dev.epochal.projections.database.ConnectionPool;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.projections.database.ReadModelSchema;
import dev.epochal.projections.project.Projections;
import dev.epochal.projections.project.ProjectionsSettings;
import dev.epochal.projections.read.Checkpoints;
import dev.epochal.projections.read.HistoryReads;
import dev.epochal.projections.read.ReadModel;
import dev.epochal.projections.wake.ChangeHub;
import dev.epochal.projections.wake.EventFeed;
import dev.epochal.projections.wake.ReadModelSource;
import dev.epochal.projections.wake.WakeUps;
import dev.epochal.schema.history.NoteSigner;
import dev.epochal.schema.log.TraceParent;
import dev.epochal.server.backing.Backing;
import dev.epochal.server.backing.EmbeddedBacking;
import dev.epochal.server.backing.KnownLog;
import dev.epochal.server.backing.TopicSetup;
import dev.epochal.server.folder.DataFolder;
import dev.epochal.server.folder.SecretFile;
import dev.epochal.server.health.CacheProbe;
import dev.epochal.server.health.DatabaseProbe;
import dev.epochal.server.health.DiskProbe;
import dev.epochal.server.health.ProcessorProbe;
import dev.epochal.server.health.ProjectionsProbe;
import dev.epochal.server.health.WakeUpsProbe;
import dev.epochal.server.setting.CheckpointKeys;
import dev.epochal.server.setting.Configuration;
import dev.epochal.server.setting.Configuration.Trust;
import dev.epochal.server.setting.Role;
import dev.epochal.server.watching.ProgramGauges;
import dev.epochal.server.watching.Traces;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// The running server: starts its parts one after the other and stops them in the opposite order.
///
/// 1. the data folder's lock and secret, 2. database and broker, 3. the log's topics, 4. the read model's schema
/// and log, 5. projections, 6. processor, 7. the interface. So the interface is the last to come and the first to
/// go: what it has acknowledged was decided by parts that outlive it.
final class Server implements AutoCloseable {
    /// Those of groups and of the directory.
    private static final int COMMAND_TOPICS = 2;

    private final Configuration configuration;
    private final Steps steps;
    private final Parts parts = new Parts();
    private final Metrics metrics = new Metrics();
    private final ProgramGauges gauges = new ProgramGauges(metrics.registry());
    private final List<HealthProbe> probes = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Runnable retiring = () -> {};
    private Tracer tracer = TraceParent.off();

    /// @param lines takes each line that tells of the start
    Server(Configuration configuration, Consumer<String> lines) {
        this.configuration = configuration;
        this.steps = new Steps(lines);
    }

    /// Starts everything.
    ///
    /// @return the port that the interface listens on, or else that of health and metrics
    int start() {
        steps.say("Epochal " + Version.text() + " starts");
        HttpPort.verifyFree(configuration.listen());
        if (isOpen()) {
            configuration.listen().verifyPrivate();
        }
        parts.keep("metrics", metrics);
        tracer = parts.keep("traces", Traces.of(configuration.traces(), Version.text()))
                .tracer();
        gauges.build(Version.text(), configuration.roles());
        var foundation = configuration
                .external()
                .map(external -> new Foundation(
                        new Backing(external.database(), external.log()),
                        configuration.trust(),
                        configuration.checkpoints()))
                .orElseGet(this::embedded);
        int partitions = steps.step(
                "topics of the log",
                () -> TopicSetup.ensure(
                        foundation.backing().log(), configuration.size().partitions()));
        gauges.commandPartitions(partitions * COMMAND_TOPICS);
        var dataSource = dataSource(foundation.backing());
        steps.run("schema of the read model", () -> ReadModelSchema.migrate(dataSource));
        var log = steps.step(
                "identity of the log",
                () -> KnownLog.verify(
                        ProcessorSettings.of(
                                foundation.backing().log().connection(),
                                configuration.directory().limits()),
                        dataSource));
        return startRoles(foundation, dataSource, RedisParts.of(configuration, log, metrics.registry()));
    }

    /// What everything else stands on.
    private record Foundation(Backing backing, Trust trust, CheckpointKeys checkpoints) {}

    private Foundation embedded() {
        var folder = parts.keep("data folder", DataFolder.open(configuration.data()));
        probes.add(new DiskProbe(folder.path()));
        metrics.disk(folder.path());
        var trust = configuration.trust().orSecret(() -> SecretFile.TOKENS.kept(folder.path()));
        var checkpoints = configuration.checkpoints().orSecret(SecretFile.CHECKPOINTS.kept(folder.path()));
        var backing = parts.keep(
                "database and broker",
                EmbeddedBacking.start(
                        folder, configuration.durability(), steps::step, line -> steps.say("  … " + line)));
        return new Foundation(backing.addresses(), trust, checkpoints);
    }

    private DataSource dataSource(Backing backing) {
        var address = backing.database();
        var pool = parts.keep(
                "connections to the database",
                ConnectionPool.open(new PoolSettings(
                        address.jdbcUrl(),
                        address.user(),
                        address.password(),
                        configuration.size().connections())));
        pool.setMetricRegistry(metrics.registry());
        probes.addFirst(new DatabaseProbe(pool));
        return pool;
    }

    private int startRoles(Foundation foundation, DataSource dataSource, RedisParts redis) {
        var changes = new ChangeHub(ChangeHub.POLL_INTERVAL);
        var reads = new ReadModel(dataSource);
        if (has(Role.PROJECTIONS) || has(Role.API)) {
            redis.wakeUps().ifPresent(wakeUps -> spread(parts.keep("wake-ups", wakeUps), changes));
        }
        if (has(Role.PROJECTIONS)) {
            startProjections(foundation, dataSource, changes);
        }
        if (has(Role.PROCESSOR)) {
            startProcessor(foundation, reads);
        }
        var settings = apiSettings(foundation);
        if (!has(Role.API)) {
            return startWatch(settings);
        }
        var feed =
                parts.keep("feed", EventFeed.start(new ReadModelSource(dataSource), changes, ChangeHub.POLL_INTERVAL));
        var checkpoints = checkpoints(foundation.checkpoints(), reads, new SignedLogRows(dataSource));
        return startApi(
                settings,
                new ReadSide(
                        reads, reads, reads, reads, reads, cached(reads, redis), changes, feed, checkpoints, reads));
    }

    private void spread(WakeUps wakeUps, ChangeHub changes) {
        probes.add(new WakeUpsProbe(wakeUps));
        if (has(Role.PROJECTIONS)) {
            wakeUps.tellOf(changes);
        }
        if (has(Role.API)) {
            wakeUps.ring(changes);
        }
    }

    private void startProjections(Foundation foundation, DataSource dataSource, ChangeHub changes) {
        var connection = foundation.backing().log().connection();
        var projections = steps.step(
                "projections",
                () -> parts.keep(
                        "projections",
                        Projections.start(
                                ProjectionsSettings.of(connection).tracedBy(tracer),
                                dataSource,
                                changes,
                                metrics.registry())));
        probes.add(new ProjectionsProbe(projections::health));
    }

    private void startProcessor(Foundation foundation, ReadModel reads) {
        var connection = foundation.backing().log().connection();
        var signatures = SignatureVerifier.fastest();
        steps.say("  Signatures are verified by " + signatures);
        var processors = steps.step(
                "processor",
                () -> parts.keep(
                        "processor",
                        Processors.start(
                                ProcessorSettings.of(
                                                connection,
                                                configuration.directory().limits())
                                        .tracedBy(tracer),
                                reads,
                                reads,
                                new Authenticity(signatures, foundation.trust().certificates()),
                                metrics.registry())));
        probes.add(new ProcessorProbe(processors::health, InstantSource.system()));
        gauges.processor(processors::health);
    }

    private Checkpoints checkpoints(CheckpointKeys settings, HistoryReads reads, SignedLogs logs) {
        if (settings.secrets().isEmpty()) {
            steps.say("  No checkpoints are signed: EPOCHAL_CHECKPOINT_KEY is not set");
            return Checkpoints.off();
        }
        var signers = settings.secrets().stream()
                .map(secret -> NoteSigner.of(ByteString.copyFrom(secret)))
                .toList();
        return new CheckpointSigner(new LogKeys(settings.name(), signers), reads, logs, InstantSource.system());
    }

    private CachedDirectory cached(ReadModel reads, RedisParts redis) {
        var memory = parts.keep("cache", redis.memory());
        probes.add(new CacheProbe(memory));
        return new CachedDirectory(reads, memory, metrics.registry());
    }

    private ApiSettings apiSettings(Foundation foundation) {
        var listen = configuration.listen();
        return ApiSettings.of(
                        listen.port(), foundation.backing().log().connection(), TokenIssuers.of(foundation.trust()))
                .on(listen.host())
                .telling(new ApiSettings.Program(Version.text(), metrics::scrape, tracer))
                .protectedBy(configuration.size().protection())
                .keepingPayloads(configuration.size().payloadsKept())
                .encryptedBy(listen.encryption());
    }

    private int startApi(ApiSettings settings, ReadSide reads) {
        var api = steps.step(
                "interface", () -> parts.keep("interface", Api.start(settings, reads, metrics.registry(), probes)));
        retiring = api::retire;
        return api.port();
    }

    private int startWatch(ApiSettings settings) {
        return steps.step(
                        "health and metrics",
                        () -> parts.keep("health and metrics", Watch.start(settings, metrics.registry(), probes)))
                .port();
    }

    /// How long the start took so far.
    String elapsed() {
        return steps.elapsed();
    }

    /// Waits until somebody closes the server.
    void awaitEnd() throws InterruptedException {
        end.await();
    }

    /// Whether clients can come in here.
    boolean isOpen() {
        return has(Role.API);
    }

    /// Whether it speaks TLS.
    boolean isEncrypted() {
        return configuration.listen().encryption().isPresent();
    }

    /// Whether the end has been asked for.
    boolean isStopping() {
        return parts.isClosed();
    }

    /// Says that it isn't ready any more, and goes on for a while, so that nobody new is sent here when it closes.
    void retire(Duration goOn) {
        if (!isOpen() || goOn.isZero()) {
            return;
        }
        retiring.run();
        try {
            Thread.sleep(goOn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops everything, in the opposite order.
    @Override
    public void close() {
        parts.close();
        end.countDown();
    }

    private boolean has(Role role) {
        return configuration.roles().contains(role);
    }
}
