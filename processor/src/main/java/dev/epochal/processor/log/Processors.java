package dev.epochal.processor.log;

import dev.epochal.processor.core.Authenticity;
import dev.epochal.processor.core.DirectoryDecider;
import dev.epochal.processor.core.GroupDecider;
import dev.epochal.projections.read.FollowedLog;
import dev.epochal.projections.read.StateReads;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processors of this process: a few threads that share the command partitions with those of other processes.
/// Thread-safe.
public final class Processors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Processors.class);

    private final Shared shared;
    private final Admin admin;
    private final StableOffsets stableOffsets;
    private final ExecutorService takeOvers;
    private final List<ProcessorLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /// What the threads share.
    record Shared(
            Ledgers ledgers,
            LogIdentity identity,
            OwnedPartition.Workshop workshop,
            TakeOver.Ports ports,
            Executor takeOvers) {}

    /// What is decided with.
    record Ledgers(Ledger<?, ?, ?> groups, Ledger<?, ?, ?> directory) {
        Ledger<?, ?, ?> of(TopicPartition commands) {
            return commands.topic().equals(groups.commands().topicName()) ? groups : directory;
        }
    }

    private record Found(LogIdentity identity, HangingTransactions hanging, MeterRegistry registry) {}

    private Processors(Admin admin, Ledgers ledgers, TakeOver.Ports ports, Found found) {
        var settings = ports.settings();
        this.admin = admin;
        this.stableOffsets = new StableOffsets(
                admin,
                found.identity(),
                new HangingWatch(found.hanging(), settings.timing().transaction()),
                found.registry());
        this.takeOvers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("epochal-take-over-", 0).factory());
        var workshop = new OwnedPartition.Workshop(
                new DecidePool(settings.decideThreads()),
                new MemoryShare(settings.stateBytesMax()),
                settings,
                new ProcessorMetrics(found.registry()));
        this.shared = new Shared(ledgers, found.identity(), workshop, ports, takeOvers);
        for (int i = 0; i < settings.threads(); i++) {
            var loop = new ProcessorLoop(shared);
            loops.add(loop);
            threads.add(Thread.ofPlatform().name("epochal-processor-" + i).start(loop));
        }
        stableOffsets.start();
    }

    /// Looks at the log and starts deciding. The topics exist already.
    ///
    /// @throws UnsuitableLogException if the log is another one than expected, or isn't set up as it has to be
    public static Processors start(
            ProcessorSettings settings,
            StateReads reads,
            FollowedLog positions,
            Authenticity authenticity,
            MeterRegistry registry) {
        var ledgers = new Ledgers(
                new GroupLedger(new GroupDecider(authenticity, settings.limits()), reads),
                new DirectoryLedger(new DirectoryDecider(authenticity, settings.limits()), reads));
        Admin admin = new KafkaLogClients(settings).admin();
        try {
            var identity = LogInspection.inspect(admin, settings.batch().recordBytesMax());
            var allowed = settings.with(settings.timing().withSessionAtLeast(SessionBound.of(admin)));
            var hanging = new HangingTransactions(
                    admin,
                    new TransactionMarkers(settings.connection()),
                    new HangingTransactions.Where(identity, allowed.consumerGroup()),
                    registry);
            var offsets = new KafkaLogOffsets(admin, allowed.consumerGroup(), hanging);
            var clients = new KafkaLogClients(allowed);
            var ports =
                    new TakeOver.Ports(clients, new TailReaders(clients), offsets, positions, allowed, Ticker.MACHINE);
            return new Processors(admin, ledgers, ports, new Found(identity, hanging, registry));
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /// The log that such processors would belong to.
    ///
    /// @throws UnsuitableLogException if it isn't set up as it has to be
    public static LogIdentity identityOf(ProcessorSettings settings) {
        try (Admin admin = new KafkaLogClients(settings).admin()) {
            return LogInspection.inspect(admin, settings.batch().recordBytesMax());
        }
    }

    /// The log that they belong to: to be kept, and expected at the next start.
    public LogIdentity identity() {
        return shared.identity();
    }

    /// How they are.
    public ProcessorHealth health() {
        return new ProcessorHealth(
                loops.stream().map(ProcessorLoop::health).toList(),
                shared.workshop().metrics().quarantined());
    }

    /// Ends each thread after the batch that it is at, and gives the partitions back.
    @Override
    public void close() {
        loops.forEach(ProcessorLoop::stop);
        long deadline =
                System.nanoTime() + shared.ports().settings().timing().close().toNanos();
        try {
            for (var thread : threads) {
                Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
                if (!thread.join(left)) {
                    LOG.warn("{} hasn't ended yet; its partitions move when the broker misses it", thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stableOffsets.close();
        takeOvers.shutdownNow();
        shared.ports().tails().close();
        shared.workshop().pool().close();
        admin.close(Duration.ZERO);
    }
}
