package dev.epochal.processor.log;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has hanging transactions ended once they have held readers back for longer than any transaction may last. Used by
/// one
/// thread.
final class HangingWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HangingWatch.class);
    /// What the broker may take to end a transaction that nobody ends.
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final HangingTransactions hanging;
    private final Duration patience;
    private long notBefore;

    /// @param transactionMax how long the broker lets a transaction be open
    HangingWatch(HangingTransactions hanging, Duration transactionMax) {
        this.hanging = hanging;
        this.patience = transactionMax.plus(MARGIN);
        this.notBefore = System.nanoTime();
    }

    /// Takes for how long readers have been held back anywhere; not a number if nobody knows.
    void observe(double heldSeconds) throws InterruptedException {
        long now = System.nanoTime();
        if (Double.isNaN(heldSeconds) || heldSeconds < patience.toSeconds() || now - notBefore < 0) {
            return;
        }
        notBefore = now + EVERY.toNanos();
        try {
            if (hanging.endAll() == 0) {
                LOG.warn(
                        "Readers of the log have been held back for {} s, but no transaction of a processor hangs. See"
                                + " \"Readers held back\" in docs/runbook.md",
                        (long) heldSeconds);
            }
        } catch (ExecutionException | RuntimeException e) {
            LOG.error(
                    "Readers of the log have been held back for {} s, and what holds them can't be ended: {}",
                    (long) heldSeconds,
                    e.getMessage());
        }
    }
}
