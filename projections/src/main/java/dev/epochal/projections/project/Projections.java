package dev.epochal.projections.project;

import dev.epochal.projections.database.Sql;
import dev.epochal.projections.wake.ChangeHub;
import dev.epochal.schema.log.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The projections of this process. Several processes share the partitions.
///
/// Safe for use by several threads.
public final class Projections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Projections.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    private final List<ProjectorLoop> loops = new ArrayList<>();
    private final List<ProjectionMetrics> metrics = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Projections() {}

    /// Starts to follow the events and the verdicts. The schema must be there; the broker and the database may come and
    /// go.
    public static Projections start(
            ProjectionsSettings settings, DataSource dataSource, ChangeHub hub, MeterRegistry registry) {
        var projections = new Projections();
        DSLContext sql = Sql.over(dataSource);
        projections.add(settings, new Wiring(sql, hub, registry), new PayloadKeyProjection());
        projections.add(settings, new Wiring(sql, hub, registry), new GroupProjection());
        projections.add(settings, new Wiring(sql, hub, registry), new DirectoryProjection());
        projections.add(settings, new Wiring(sql, hub, registry), new ImportedProjection());
        projections.add(settings, new Wiring(sql, hub, registry), new VerdictProjection());
        projections.threads.add(daemon("epochal-verdict-sweep", new VerdictSweep(sql, settings.verdictsKept())));
        projections.threads.forEach(Thread::start);
        return projections;
    }

    private record Wiring(DSLContext sql, ChangeHub hub, MeterRegistry registry) {}

    private void add(ProjectionsSettings settings, Wiring wiring, Projection<?> projection) {
        Topic topic = projection.topic();
        var counted = new ProjectionMetrics(topic, wiring.registry(), settings.tracer());
        var projector = new Projector<>(projection, wiring.sql(), wiring.hub(), counted);
        metrics.add(counted);
        for (int i = 0; i < settings.threadsPerTopic(); i++) {
            var loop = new ProjectorLoop(topic, projector, counted, () -> LogConsumers.sharing(topic, settings));
            loops.add(loop);
            threads.add(daemon("epochal-project-" + topic.topicName() + "-" + i, loop));
        }
    }

    private static Thread daemon(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).unstarted(task);
    }

    /// How the projections are now.
    public ProjectionsHealth health() {
        List<Course> courses =
                loops.stream().flatMap(loop -> loop.courses().stream()).toList();
        return new ProjectionsHealth(
                courses.stream().mapToLong(Course::lag).sum(),
                (int) courses.stream().filter(Course::isHalted).count(),
                metrics.stream().mapToLong(ProjectionMetrics::haltedKeys).sum(),
                (int) courses.stream().filter(Course::isWaiting).count(),
                (int) threads.stream().filter(Thread::isAlive).count());
    }

    /// Whether all threads run and nothing is halted or waits for the database.
    public boolean isHealthy() {
        ProjectionsHealth health = health();
        return health.threads() == threads.size()
                && health.haltedPartitions() == 0
                && health.haltedKeys() == 0
                && health.waitingPartitions() == 0;
    }

    /// Records on the assigned partitions that are not projected yet.
    public long lag() {
        return health().records();
    }

    /// Ends the batches in hand and stops.
    @Override
    public void close() {
        loops.forEach(ProjectorLoop::stop);
        for (Thread thread : threads) {
            if (thread.getName().startsWith("epochal-verdict-sweep")) {
                thread.interrupt();
            }
            awaitEnd(thread);
        }
    }

    private static void awaitEnd(Thread thread) {
        try {
            if (!thread.join(STOP_MAX)) {
                LOG.warn("{} does not end; its batch is left to the database to undo.", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
