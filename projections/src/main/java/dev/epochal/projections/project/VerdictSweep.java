package dev.epochal.projections.project;

import java.time.Duration;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets old verdicts every few minutes, until it is interrupted.
final class VerdictSweep implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(VerdictSweep.class);
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final DSLContext sql;
    private final Duration kept;

    VerdictSweep(DSLContext sql, Duration kept) {
        this.sql = sql;
        this.kept = kept;
    }

    @Override
    public void run() {
        try {
            while (true) {
                sweep();
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException e) {
            LOG.debug("No more sweeping.");
        }
    }

    private void sweep() {
        try {
            VerdictProjection.sweep(sql, Instant.now().minus(kept).toEpochMilli());
        } catch (DataAccessException e) {
            LOG.warn("Old verdicts could not be deleted; trying again in {} minutes.", INTERVAL.toMinutes(), e);
        }
    }
}
