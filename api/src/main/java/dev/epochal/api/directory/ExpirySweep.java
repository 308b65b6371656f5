package dev.epochal.api.directory;

import dev.epochal.api.submission.Submissions;
import dev.epochal.projections.read.DirectoryReads;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.ExpireKeyPackages;
import java.time.InstantSource;

/// Asks that KeyPackages whose lifetime is over leave the stock: so counts are right, and owners hear when little is
/// left. What is out of time by the log's clock is the decider's to say; asking twice does no harm.
///
/// @param directory knows which stocks have any
/// @param submissions where it asks
/// @param clock tells what may be out of time
public record ExpirySweep(DirectoryReads directory, Submissions submissions, InstantSource clock) implements Runnable {
    private static final int USERS_MAX = 100;

    @Override
    public void run() {
        for (var user : directory.usersWithExpired(clock.instant().getEpochSecond(), USERS_MAX)) {
            submissions.announce(
                    user, DirectoryCommand.newBuilder().setExpireKeyPackages(ExpireKeyPackages.getDefaultInstance()));
        }
    }
}
