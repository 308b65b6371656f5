package dev.epochal.processor.log;

import dev.epochal.projections.read.FollowedLog;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a command partition over from whoever had it before, while the thread goes on with its other partitions.
///
/// The order is the safety argument: first what a broker has left open is ended, for the log forgets how when a
/// producer is fenced. Then all earlier producers are fenced and their transactions ended, then the end of the events
/// partition is asked for, then the read model must have reached it. Only then is a state exact.
final class TakeOver {
    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);

    /// What a partition is taken over with.
    ///
    /// @param tails closed by whoever made them
    /// @param positions how far the read model is
    record Ports(
            LogClients clients,
            TailReaders tails,
            LogOffsets offsets,
            FollowedLog positions,
            ProcessorSettings settings,
            Ticker ticker) {}

    /// A partition that can be decided.
    ///
    /// @param acknowledged position of the first command to decide
    /// @param end position behind everything that earlier owners may have appended to the events partition
    record Taken(ProducerPair producers, ReadBarrier barrier, long acknowledged, long end) {}

    private final Ports ports;
    private final Ledger<?, ?, ?> ledger;
    private final TopicPartition commands;
    private final CompletableFuture<Taken> result = new CompletableFuture<>();
    private volatile boolean abandoned;

    private TakeOver(Ports ports, Ledger<?, ?, ?> ledger, TopicPartition commands) {
        this.ports = ports;
        this.ledger = ledger;
        this.commands = commands;
    }

    /// Begins on another thread.
    static TakeOver begin(Executor executor, Ports ports, Ledger<?, ?, ?> ledger, TopicPartition commands) {
        var takeOver = new TakeOver(ports, ledger, commands);
        executor.execute(takeOver::run);
        return takeOver;
    }

    boolean isDone() {
        return result.isDone();
    }

    /// What came of it, once it is done.
    ///
    /// @throws ExecutionException if the partition can't be decided
    Taken taken() throws ExecutionException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException(e);
        }
    }

    /// Gives the partition up. If it is still being taken over, its producers are closed at the next step. Should they
    /// have fenced the next owner by then, that one takes the partition over again.
    void abandon() {
        abandoned = true;
        var _ = result.thenAccept(taken -> taken.producers().close());
    }

    private void run() {
        try {
            requireWanted();
            ports.offsets().endHanging(commands);
            var producers = ProducerPair.fence(ports.clients(), commands);
            result.complete(closingOnFailure(producers));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.completeExceptionally(e);
        } catch (Throwable e) {
            // Whoever waits has to learn of it, whatever it is; an error is thrown again there.
            result.completeExceptionally(e);
        }
    }

    private Taken closingOnFailure(ProducerPair producers) throws ExecutionException, InterruptedException {
        boolean located = false;
        try {
            var taken = locate(producers);
            located = true;
            return taken;
        } finally {
            if (!located) {
                producers.close();
            }
        }
    }

    private Taken locate(ProducerPair producers) throws ExecutionException, InterruptedException {
        requireWanted();
        int partition = commands.partition();
        // The end of all records, not of ended transactions: an open transaction of a stranger could hide an event
        // behind it, and then the read model has to wait for its end as well.
        var topicPartition = new TopicPartition(ledger.events().topicName(), partition);
        var events = ports.offsets().bounds(topicPartition);
        long acknowledged = within(start(events), ports.offsets().bounds(commands));
        var barrier = new ReadBarrier(ports.positions(), ledger.events(), partition, ports.ticker());
        requireWanted();
        barrier.await(events.end(), ports.settings().timing().takeOver());
        requireWhole(topicPartition, barrier.reached());
        requireWanted();
        return new Taken(producers, barrier, acknowledged, events.end());
    }

    /// Where to go on: never guessed.
    private long start(LogOffsets.Bounds events) throws ExecutionException, InterruptedException {
        OptionalLong acknowledged = ports.offsets().acknowledged(commands);
        if (acknowledged.isPresent()) {
            return acknowledged.getAsLong();
        }
        var newest = new EventsTail(ports, ledger, commands.partition())
                .newestCommand(
                        events.begin(), events.end(), ports.settings().timing().takeOver());
        return newest.isPresent() ? newest.getAsLong() + 1 : 0;
    }

    private long within(long start, LogOffsets.Bounds log) {
        if (start > log.end()) {
            throw new IllegalStateException("Position " + start + " of " + commands + " lies behind its end "
                    + log.end() + ": the topic was cut off or made anew. Restore it, or follow docs/operations.md");
        }
        if (start < log.begin() && start > 0) {
            LOG.error(
                    "Commands {} to {} of {} were deleted before they were decided. They never took effect.",
                    start,
                    log.begin() - 1,
                    commands);
        }
        return Math.max(start, log.begin());
    }

    /// What the read model has taken from the log has to stand there still. Where the newest events are lost,
    /// nothing is decided: their groups would go on behind a gap. The length alone doesn't tell: the markers of
    /// transactions may have made good for what was lost.
    private void requireWhole(TopicPartition events, long known) throws ExecutionException, InterruptedException {
        // Asked for after the read model, since a log only grows.
        long end = ports.offsets().bounds(events).end();
        if (known > end) {
            throw new IllegalStateException("The read model knows " + events + " up to " + known + ", and it ends at "
                    + end + ": the log was cut off. Restore it, or follow docs/operations.md");
        }
        var last = ports.positions().lastRecord(ledger.events(), events.partition());
        var tail = new EventsTail(ports, ledger, events.partition());
        if (last.isPresent()
                && !tail.holds(last.get(), ports.settings().timing().takeOver())) {
            throw new IllegalStateException("The record that the read model has taken from " + events + " at "
                    + last.get().offset() + " is gone: the log was cut off and has grown again. Restore it, or follow"
                    + " docs/operations.md");
        }
    }

    private void requireWanted() {
        if (abandoned) {
            throw new IllegalStateException(commands + " has another owner now");
        }
    }
}
