package dev.epochal.processor.log;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A command partition that was taken over: its states in memory, and the step from commands to facts.
///
/// All of it is lost with the process, and none of it is missed: the next owner has everything from the log.
///
/// @param <C> a command
/// @param <S> a state
/// @param <E> an event
final class OwnedPartition<C, S, E> implements AutoCloseable {
    private final Workshop workshop;
    private final Appender appender;
    private final PartitionStates<S> states;
    private final BatchDecider<C, S, E> decider;
    private final Ledger<C, S, E> ledger;
    private long acknowledged;

    /// What partitions share.
    record Workshop(DecidePool pool, MemoryShare memory, ProcessorSettings settings, ProcessorMetrics metrics) {}

    /// What taking over led to.
    ///
    /// @param acknowledged position of the first command to decide
    /// @param end position behind everything that earlier owners may have appended to the events partition
    record Start(Appender appender, ReadBarrier barrier, long acknowledged, long end) {}

    OwnedPartition(Ledger<C, S, E> ledger, Workshop workshop, Start start) {
        workshop.memory().enter();
        var readWait = workshop.settings().timing().readWait();
        var live = new LiveStates<S>(ledger::weight, workshop.memory()::share);
        this.ledger = ledger;
        this.workshop = workshop;
        this.appender = start.appender();
        this.acknowledged = start.acknowledged();
        this.states =
                new PartitionStates<>(ledger, live, new PartitionStates.Source(start.barrier(), readWait), start.end());
        this.decider = new BatchDecider<>(ledger, states, workshop);
    }

    /// Position of the next command to decide, as the log has it.
    long acknowledged() {
        return acknowledged;
    }

    int quarantined() {
        return states.quarantined();
    }

    /// Decides commands in order and appends what comes of them.
    ///
    /// @throws AppendFailed if a transaction failed; what was acknowledged before stays decided
    /// @throws ReadModelBehind if states can't be read; nothing of the slice was decided
    void decide(List<ConsumerRecord<byte[], byte[]>> records) {
        for (var slice : Slices.cut(records, workshop.settings().batch())) {
            try (var spans = SliceSpans.begin(workshop.settings().tracer(), slice)) {
                decide(slice, spans);
            }
        }
    }

    private void decide(List<ConsumerRecord<byte[], byte[]>> slice, SliceSpans spans) {
        var metrics = workshop.metrics();
        var decided = metrics.timedDecide(() -> decider.decide(slice));
        long next = slice.getLast().offset() + 1;
        List<Long> offsets = metrics.timedTransaction(() -> appender.append(decided.outcomes(), spans::parent, next));
        // Only now do the new states count. Had the process died before, they would never have existed.
        acknowledged = next;
        spans.decided(decided.outcomes());
        decider.adopt(decided, offsets);
        metrics.decided(ledger.commands(), decided.outcomes());
        VerdictLines.tell(slice, decided.outcomes());
    }

    /// Drops producers and states. Nothing is in flight: the thread that decides is the one that closes.
    @Override
    public void close() {
        workshop.memory().leave();
        appender.close();
    }
}
