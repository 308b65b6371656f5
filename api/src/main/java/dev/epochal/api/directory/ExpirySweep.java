package dev.epochal.api.directory;

import dev.epochal.api.submission.Submissions;
import dev.epochal.projections.read.DirectoryReads;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.ExpireKeyPackages;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks now and then that KeyPackages whose lifetime is over leave the stock: so counts are right, and owners hear when
/// little is left. What is out of time by the log's clock is the decider's to say; asking twice does no harm.
public final class ExpirySweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);
    private static final int USERS_MAX = 100;

    private final DirectoryReads directory;
    private final Submissions submissions;
    private final InstantSource clock;
    private final Thread thread;

    private ExpirySweep(DirectoryReads directory, Submissions submissions, InstantSource clock, Duration interval) {
        this.directory = directory;
        this.submissions = submissions;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("expiry-sweep").unstarted(() -> run(interval));
    }

    /// Starts to sweep at this interval, the first time after one.
    public static ExpirySweep start(
            DirectoryReads directory, Submissions submissions, InstantSource clock, Duration interval) {
        var sweep = new ExpirySweep(directory, submissions, clock, interval);
        sweep.thread.start();
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
                LOG.warn("Expired KeyPackages could not be looked for; the next sweep tries again", e);
            }
        }
    }

    void sweep() {
        for (var user : directory.usersWithExpired(clock.instant().getEpochSecond(), USERS_MAX)) {
            submissions.announce(
                    user, DirectoryCommand.newBuilder().setExpireKeyPackages(ExpireKeyPackages.getDefaultInstance()));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
