package dev.epochal.simulation.world;

import dev.epochal.processor.log.SimulatedProcessor;
import dev.epochal.projections.read.FollowedLog;
import dev.epochal.projections.read.StateReads;
import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.kafka.ProcessClients;
import dev.epochal.simulation.kafka.ProcessPorts;
import dev.epochal.simulation.rows.SteppedReads;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A place for a processor: when it dies, another one starts there after a while.
final class ProcessorSlot {
    private static final long LIMIT_NANOS = 20 * Parts.SECOND;
    private static final long WATCH_NANOS = 100 * Parts.MILLI;
    private static final long RESTART_NANOS = 2 * Parts.SECOND;

    private final Parts parts;
    private final String name;
    private int incarnations;
    private @Nullable SimulatedProcessor running;

    ProcessorSlot(Parts parts, String name) {
        this.parts = parts;
        this.name = name;
    }

    void start() {
        var schedule = parts.schedule();
        var host = schedule.host(name + "-" + ++incarnations);
        var process = new ProcessPorts(schedule, host, parts.broker(), parts.network());
        parts.joined(process);
        var setup =
                new SimulatedProcessor.Setup(parts.settings(), parts.layout().identity(), parts.signatures());
        schedule.start(host, () -> {
            var processor = new SimulatedProcessor(new Outside(process), setup);
            running = processor;
            processor.run();
            schedule.kill(host);
        });
        watch(process);
    }

    /// Asks the processor to end after what it is at; another one follows.
    void stop() {
        var processor = running;
        if (processor != null) {
            processor.stop();
        }
    }

    private void watch(ProcessPorts process) {
        var schedule = parts.schedule();
        schedule.in(WATCH_NANOS, () -> {
            if (process.isDead()) {
                running = null;
                schedule.in(schedule.random().nextLong(RESTART_NANOS), this::start);
            } else {
                watch(process);
            }
        });
    }

    /// What the shell finds outside of its process.
    private final class Outside implements SimulatedProcessor.Outside {
        private final ProcessPorts process;
        private final ProcessClients clients;
        private final SteppedReads reads;

        Outside(ProcessPorts process) {
            this.process = process;
            this.clients = new ProcessClients(process, parts.timing(), parts.flaws());
            this.reads = new SteppedReads(parts.rows(), process, parts::isDatabaseAway, Optional.empty());
        }

        @Override
        public Consumer<byte[], byte[]> commandConsumer() {
            process.step();
            return clients.consumer();
        }

        @Override
        public Consumer<byte[], byte[]> tailReader() {
            process.step();
            return clients.consumer();
        }

        @Override
        public Producer<byte[], byte[]> producer(String transactionalId) {
            process.step();
            boolean unfenced = parts.flaws().include(Flaw.NO_FENCING);
            return clients.producer(unfenced ? transactionalId + process.host().name() : transactionalId);
        }

        @Override
        public SimulatedProcessor.Range bounds(TopicPartition partition) {
            return process.ask(() -> new SimulatedProcessor.Range(0, end(partition)), LIMIT_NANOS);
        }

        private long end(TopicPartition partition) {
            long end = parts.broker().log(partition).end();
            return parts.flaws().include(Flaw.CUT_IGNORED)
                    ? Math.max(end, parts.rows().position(partition))
                    : end;
        }

        @Override
        public OptionalLong acknowledged(TopicPartition commands) {
            if (parts.flaws().include(Flaw.POSITION_IGNORED)) {
                return OptionalLong.of(0);
            }
            return process.ask(() -> parts.broker().acknowledged(commands), LIMIT_NANOS);
        }

        @Override
        public long nanos() {
            return parts.schedule().now();
        }

        @Override
        public void pause(Duration duration) {
            process.step();
            parts.schedule().pause(duration.toNanos());
        }

        @Override
        public StateReads reads() {
            return reads;
        }

        @Override
        public FollowedLog positions() {
            return reads;
        }

        @Override
        public Executor threads() {
            return task -> parts.schedule().start(process.host(), task);
        }
    }
}
