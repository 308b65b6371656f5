package dev.epochal.api.group;

import dev.epochal.api.submission.Submissions;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.ErasePayloads;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.SeqRange;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks now and then that payloads are erased which have been kept long enough. Whole days are taken at once, so that a
/// group gets one such event a day at most. What is old enough by the log's clock is the decider's to say; asking twice
/// does no harm.
public final class RetentionSweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);
    private static final int GROUPS_MAX = 1_000;

    private final GroupReads groups;
    private final Submissions submissions;
    private final InstantSource clock;
    private final Duration kept;
    private final Thread thread;

    private RetentionSweep(GroupReads groups, Submissions submissions, Terms terms) {
        this.groups = groups;
        this.submissions = submissions;
        this.clock = terms.clock();
        this.kept = terms.kept();
        this.thread = Thread.ofVirtual().name("retention-sweep").unstarted(() -> run(terms.interval()));
    }

    /// How it sweeps.
    ///
    /// @param kept how long payloads are kept; zero for ever
    /// @param interval how often it looks
    public record Terms(InstantSource clock, Duration kept, Duration interval) {}

    /// Starts to sweep, the first time after an interval. Does nothing where payloads are kept for ever.
    public static RetentionSweep start(GroupReads groups, Submissions submissions, Terms terms) {
        var sweep = new RetentionSweep(groups, submissions, terms);
        if (terms.kept().isPositive()) {
            sweep.thread.start();
        }
        return sweep;
    }

    private void run(Duration interval) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(interval);
                sweep();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warn("Payloads that are old enough could not be looked for; the next sweep tries again", e);
            }
        }
    }

    private void sweep() {
        var today = clock.instant().truncatedTo(ChronoUnit.DAYS);
        for (var aged : groups.agedPayloads(today.minus(kept).toEpochMilli(), GROUPS_MAX)) {
            var erasure = ErasePayloads.newBuilder()
                    .addRanges(SeqRange.newBuilder().setBehind(aged.behind()))
                    .setReason("retention")
                    .setByOperator(true)
                    .setKeptMs(kept.toMillis());
            submissions.announce(aged.groupId(), GroupCommand.newBuilder().setErasePayloads(erasure));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
