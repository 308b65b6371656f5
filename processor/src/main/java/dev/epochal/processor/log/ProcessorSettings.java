package dev.epochal.processor.log;

import dev.epochal.processor.core.Limits;
import dev.epochal.schema.log.TraceParent;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.Map;

/// How processors are run.
///
/// @param connection how the cluster is reached: `bootstrap.servers` and what its security needs
/// @param consumerGroup the consumer group that shares the command partitions
/// @param threads how many threads read commands
/// @param decideThreads how many threads decide commands of different groups at the same time
/// @param stateBytesMax bound of all live states together
/// @param limits what a decision is bounded by
/// @param tracer goes on with the traces of commands
public record ProcessorSettings(
        Map<String, Object> connection,
        String consumerGroup,
        int threads,
        int decideThreads,
        long stateBytesMax,
        Batch batch,
        Timing timing,
        Limits limits,
        Tracer tracer) {
    private static final int DEFAULT_THREADS = 2;
    private static final int STATE_SHARE_OF_HEAP = 4;

    public ProcessorSettings {
        connection = Map.copyOf(connection);
        if (threads < 1 || decideThreads < 1) {
            throw new IllegalArgumentException("A processor needs at least one thread of each kind");
        }
    }

    /// The defaults for this machine.
    public static ProcessorSettings of(Map<String, Object> connection, Limits limits) {
        var runtime = Runtime.getRuntime();
        return new ProcessorSettings(
                connection,
                "epochal-processor",
                DEFAULT_THREADS,
                runtime.availableProcessors(),
                runtime.maxMemory() / STATE_SHARE_OF_HEAP,
                Batch.DEFAULT,
                Timing.DEFAULT,
                limits,
                TraceParent.off());
    }

    /// The same with other bounds of time.
    public ProcessorSettings with(Timing newTiming) {
        return new ProcessorSettings(
                connection, consumerGroup, threads, decideThreads, stateBytesMax, batch, newTiming, limits, tracer);
    }

    /// The same with other numbers of threads.
    public ProcessorSettings withThreads(int newThreads, int newDecideThreads) {
        return new ProcessorSettings(
                connection, consumerGroup, newThreads, newDecideThreads, stateBytesMax, batch, timing, limits, tracer);
    }

    /// The same with other bounds of a batch and of the memory for live states.
    public ProcessorSettings with(Batch newBatch, long newStateBytesMax) {
        return new ProcessorSettings(
                connection, consumerGroup, threads, decideThreads, newStateBytesMax, newBatch, timing, limits, tracer);
    }

    /// The same with traces.
    public ProcessorSettings tracedBy(Tracer traces) {
        return new ProcessorSettings(
                connection, consumerGroup, threads, decideThreads, stateBytesMax, batch, timing, limits, traces);
    }

    /// What goes into one transaction.
    ///
    /// @param commandsMax how many commands are decided together
    /// @param commandBytesMax how large these may be together; a single one may be larger
    /// @param recordBytesMax what the broker takes as one record, `max.message.bytes` of the topics
    public record Batch(int commandsMax, int commandBytesMax, int recordBytesMax) {
        /// Up to 256 commands of 4 MiB together; records up to 8 MiB.
        public static final Batch DEFAULT = new Batch(256, 4 << 20, 8 << 20);

        /// What keys, headers and the batch around a record may take.
        private static final int ENVELOPE_BYTES = 64 << 10;

        /// How large the value of a record may be.
        int valueBytesMax() {
            return recordBytesMax - ENVELOPE_BYTES;
        }
    }

    /// Bounds of time.
    ///
    /// @param session after how long a silent processor loses its partitions; longer where brokers don't allow it
    /// @param heartbeat how often a processor shows that it lives, and learns that partitions move
    /// @param pollInterval after how long a processor that doesn't come back from a batch loses its partitions
    /// @param transaction after how long the broker ends an open transaction by itself
    /// @param takeOver how long taking over a partition may wait for the read model before it starts again
    /// @param readWait how long a batch may wait for the read model before its partition rests
    /// @param close how long closing may take
    public record Timing(
            Duration session,
            Duration heartbeat,
            Duration pollInterval,
            Duration transaction,
            Duration takeOver,
            Duration readWait,
            Duration close) {
        /// A killed processor's partitions move in less than three seconds.
        public static final Timing DEFAULT = new Timing(
                Duration.ofMillis(1500),
                Duration.ofMillis(200),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMillis(2500));

        /// The same with a session that isn't shorter than this.
        Timing withSessionAtLeast(Duration bound) {
            return bound.compareTo(session) <= 0
                    ? this
                    : new Timing(bound, heartbeat, pollInterval, transaction, takeOver, readWait, close);
        }
    }
}
