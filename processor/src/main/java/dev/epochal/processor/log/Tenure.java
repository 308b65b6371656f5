package dev.epochal.processor.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// A command partition while a thread has it. All of it happens on that thread.
///
/// | stage | left by | to |
/// |---|---|---|
/// | resting | time | taking over, or deciding if the state is still good |
/// | taking over | success | deciding |
/// | taking over | failure | resting, for longer each time |
/// | deciding | read model behind | resting, the state is still good |
/// | deciding | transaction aborted, fatal or unknown outcome | resting, then taking over |
/// | any | another owner, or the end | gone |
///
/// @param <C> a command
/// @param <S> a state
/// @param <E> an event
final class Tenure<C, S, E> {
    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);
    private static final Duration REST_MIN = Duration.ofMillis(20);
    private static final Duration REST_MAX = Duration.ofSeconds(5);
    /// After so many failures in a row the rest is seconds long.
    private static final int FAILURES_MAX = 5;

    private final Bench bench;
    private final Ledger<C, S, E> ledger;
    private final TopicPartition commands;
    private @Nullable TakeOver takeOver;
    private @Nullable OwnedPartition<C, S, E> owned;
    private boolean paused = true;
    private int failures;
    private long notBefore;
    private long takeOverBegan;

    /// What the partitions of a thread share.
    record Bench(Consumer<byte[], byte[]> consumer, Processors.Shared shared) {}

    /// The partition has just been assigned. Nothing of it is fetched until it is taken over; the position is only a
    /// placeholder, so that the consumer doesn't look for one.
    Tenure(Bench bench, Ledger<C, S, E> ledger, TopicPartition commands) {
        this.bench = bench;
        this.ledger = ledger;
        this.commands = commands;
        this.notBefore = now();
        bench.consumer().pause(List.of(commands));
        bench.consumer().seek(commands, 0);
    }

    /// Goes on to the next stage if it is time.
    void advance() {
        if (takeOver != null) {
            if (takeOver.isDone()) {
                begin(takeOver);
            }
        } else if (paused && now() - notBefore >= 0) {
            if (owned == null) {
                takeOverBegan = now();
                takeOver = TakeOver.begin(
                        bench.shared().takeOvers(), bench.shared().ports(), ledger, commands);
            } else {
                resume(owned.acknowledged());
            }
        }
    }

    /// Whether the thread has to look after it soon even if there is nothing to decide.
    boolean isWaiting() {
        return paused;
    }

    boolean isDeciding() {
        return owned != null;
    }

    int quarantined() {
        return owned == null ? 0 : owned.quarantined();
    }

    /// Decides what was fetched.
    void decide(List<ConsumerRecord<byte[], byte[]>> records) {
        if (paused || owned == null) {
            return;
        }
        try {
            owned.decide(records);
            failures = 0;
        } catch (ReadModelBehind e) {
            bench.shared().workshop().metrics().behind();
            LOG.warn("{} waits for the read model: {}", commands, e.getMessage());
            rest(false);
        } catch (AppendFailed e) {
            bench.shared().workshop().metrics().failed(e.failure());
            judge(e);
        } catch (RuntimeException e) {
            LOG.error(
                    "The processor failed on {} and takes it over again. Report this with the stack trace.",
                    commands,
                    e);
            bench.shared().workshop().metrics().failed(LogFailure.REBUILD);
            rest(true);
        }
    }

    private void judge(AppendFailed e) {
        switch (e.failure()) {
            case ABORT -> {
                LOG.info("A transaction of {} was aborted and is decided again: {}", commands, e.getMessage());
                rest(true);
            }
            case REBUILD -> {
                LOG.warn(
                        "{} is taken over again, since a transaction's outcome is unknown: {}",
                        commands,
                        e.getMessage());
                rest(true);
            }
            case MISCONFIGURED -> {
                LOG.error(
                        "{} can't be written: {}. Check the rights and settings of the log.", commands, e.getMessage());
                failures = Math.max(failures, FAILURES_MAX);
                rest(true);
            }
        }
    }

    /// Stops for a while. What was fetched is dropped and read again.
    ///
    /// @param forget whether producers and states are of no use any more
    private void rest(boolean forget) {
        bench.consumer().pause(List.of(commands));
        paused = true;
        if (forget) {
            drop();
        }
        notBefore = now() + restNanos();
        failures++;
    }

    private long now() {
        return bench.shared().ports().ticker().nanos();
    }

    private long restNanos() {
        return Math.min(REST_MIN.toNanos() << Math.min(failures, 10), REST_MAX.toNanos());
    }

    private void begin(TakeOver done) {
        takeOver = null;
        try {
            var taken = done.taken();
            var route = new Appender.Route(
                    commands, ledger.events(), bench.shared().identity().verdictPartitions());
            var appender = new Appender(route, taken.producers(), bench.consumer()::groupMetadata);
            owned = new OwnedPartition<>(
                    ledger,
                    bench.shared().workshop(),
                    new OwnedPartition.Start(appender, taken.barrier(), taken.acknowledged(), taken.end()));
            bench.shared().workshop().metrics().tookOver(now() - takeOverBegan);
            resume(taken.acknowledged());
            // That a log begins is no news, and would drown a newcomer's first lines.
            LOG.atLevel(taken.acknowledged() > 0 ? Level.INFO : Level.DEBUG)
                    .log("{} was taken over and goes on at {}", commands, taken.acknowledged());
        } catch (ExecutionException e) {
            LOG.warn("{} can't be taken over yet: {}", commands, String.valueOf(e.getCause()));
            rest(true);
        }
    }

    private void resume(long position) {
        bench.consumer().seek(commands, position);
        bench.consumer().resume(List.of(commands));
        paused = false;
    }

    /// Another owner follows, or the end. Nothing is in flight, and nothing is aborted.
    void end() {
        if (takeOver != null) {
            takeOver.abandon();
            takeOver = null;
        }
        drop();
    }

    private void drop() {
        if (owned != null) {
            owned.close();
            owned = null;
        }
    }
}
