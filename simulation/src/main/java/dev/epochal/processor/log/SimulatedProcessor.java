package dev.epochal.processor.log;

import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.Authenticity;
import dev.epochal.processor.core.DirectoryDecider;
import dev.epochal.processor.core.GroupDecider;
import dev.epochal.projections.read.FollowedLog;
import dev.epochal.projections.read.StateReads;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.NullMarked;

/// The shell of this package with everything that is outside of it replaced: one thread's loop, exactly as it runs in
/// production. It stands in this package because the shell's ports are nobody else's business.
@NullMarked
public final class SimulatedProcessor {
    private final ProcessorLoop loop;

    /// What the shell finds outside.
    public interface Outside {
        Consumer<byte[], byte[]> commandConsumer();

        Consumer<byte[], byte[]> tailReader();

        Producer<byte[], byte[]> producer(String transactionalId);

        /// First offset of a partition, and the offset behind its last record.
        Range bounds(TopicPartition partition);

        /// The acknowledged position of a command partition.
        OptionalLong acknowledged(TopicPartition commands);

        long nanos();

        void pause(Duration duration);

        StateReads reads();

        FollowedLog positions();

        /// Runs what the shell does on threads of its own.
        Executor threads();
    }

    /// Offsets from the first to the one behind the last.
    public record Range(long begin, long end) {}

    /// Where verdicts go, and what the shell is run with.
    public record Setup(ProcessorSettings settings, LogIdentity identity, SignatureVerifier signatures) {}

    public SimulatedProcessor(Outside outside, Setup setup) {
        var settings = setup.settings();
        var clients = clients(outside);
        var ports = new TakeOver.Ports(
                clients, new TailReaders(clients), offsets(outside), outside.positions(), settings, ticker(outside));
        var ledgers = new Processors.Ledgers(
                new GroupLedger(
                        new GroupDecider(Authenticity.of(setup.signatures()), settings.limits()), outside.reads()),
                new DirectoryLedger(
                        new DirectoryDecider(Authenticity.of(setup.signatures()), settings.limits()), outside.reads()));
        // A registry without anything in it measures nothing and costs nothing.
        var metrics = new ProcessorMetrics(new CompositeMeterRegistry());
        var workshop = new OwnedPartition.Workshop(
                new DecidePool(1), new MemoryShare(settings.stateBytesMax()), settings, metrics);
        this.loop =
                new ProcessorLoop(new Processors.Shared(ledgers, setup.identity(), workshop, ports, outside.threads()));
    }

    /// Runs until it is stopped.
    public void run() {
        loop.run();
    }

    /// Lets it end after the batch that it is at.
    public void stop() {
        loop.stop();
    }

    private static LogClients clients(Outside outside) {
        return new LogClients() {
            @Override
            public Consumer<byte[], byte[]> commandConsumer() {
                return outside.commandConsumer();
            }

            @Override
            public Consumer<byte[], byte[]> tailReader() {
                return outside.tailReader();
            }

            @Override
            public Producer<byte[], byte[]> producer(String transactionalId) {
                return outside.producer(transactionalId);
            }

            @Override
            public Admin admin() {
                throw new UnsupportedOperationException("The shell asks for offsets only");
            }
        };
    }

    private static LogOffsets offsets(Outside outside) {
        return new LogOffsets() {
            @Override
            public Bounds bounds(TopicPartition partition) {
                var range = outside.bounds(partition);
                return new Bounds(range.begin(), range.end());
            }

            @Override
            public OptionalLong acknowledged(TopicPartition commands) {
                return outside.acknowledged(commands);
            }

            @Override
            public void endHanging(TopicPartition commands) {
                // The simulated broker writes each marker before it calls a transaction complete.
            }
        };
    }

    private static Ticker ticker(Outside outside) {
        return new Ticker() {
            @Override
            public long nanos() {
                return outside.nanos();
            }

            @Override
            public void pause(Duration duration) {
                outside.pause(duration);
            }
        };
    }
}
