package dev.epochal.processor.log;

import dev.epochal.projections.read.ReadPoint;
import dev.epochal.projections.read.ReadPositions;
import dev.epochal.schema.log.Topic;
import java.time.Duration;

/// Waits until the read model knows every event of a partition before a position.
final class ReadBarrier {
    private static final long PAUSE_MIN_MS = 1;
    private static final long PAUSE_MAX_MS = 20;

    private final ReadPositions positions;
    private final Topic events;
    private final int partition;
    private final Ticker ticker;
    private volatile long reached;

    ReadBarrier(ReadPositions positions, Topic events, int partition, Ticker ticker) {
        this.positions = positions;
        this.events = events;
        this.partition = partition;
        this.ticker = ticker;
    }

    /// Returns at once when the position is known to have been reached.
    ///
    /// @throws ReadModelBehind if it isn't reached in time, or can't be asked
    void await(long position, Duration timeout) {
        long deadline = ticker.nanos() + timeout.toNanos();
        long pause = PAUSE_MIN_MS;
        while (reached < position) {
            reached = ask();
            if (reached < position) {
                if (ticker.nanos() >= deadline) {
                    throw new ReadModelBehind("The read model stands at " + reached + " of " + events.topicName() + "-"
                            + partition + " and has to reach " + position);
                }
                sleep(pause);
                pause = Math.min(2 * pause, PAUSE_MAX_MS);
            }
        }
    }

    /// How far the read model is now.
    ///
    /// @throws ReadModelBehind if it can't be asked
    long reached() {
        return ask();
    }

    /// What a read behind this barrier must have reached, whatever was reached when it was asked for.
    ReadPoint point(long position) {
        return new ReadPoint(events, partition, position);
    }

    private long ask() {
        try {
            return positions.nextOffset(events, partition);
        } catch (RuntimeException e) {
            throw new ReadModelBehind("The read model can't be asked for its position", e);
        }
    }

    private void sleep(long millis) {
        try {
            ticker.pause(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReadModelBehind("Interrupted while waiting for the read model", e);
        }
    }
}
