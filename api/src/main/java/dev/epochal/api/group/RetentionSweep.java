package dev.epochal.api.group;

import dev.epochal.api.submission.Submissions;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.ErasePayloads;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.SeqRange;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// Asks that payloads are erased which have been kept long enough. Whole days are taken at once, so that a group gets
/// one such event a day at most. What is old enough by the log's clock is the decider's to say; asking twice does no
/// harm.
///
/// @param groups knows which groups have any
/// @param submissions where it asks
/// @param clock tells what may be old enough
/// @param kept how long payloads are kept
public record RetentionSweep(GroupReads groups, Submissions submissions, InstantSource clock, Duration kept)
        implements Runnable {
    private static final int GROUPS_MAX = 1_000;

    @Override
    public void run() {
        var today = clock.instant().truncatedTo(ChronoUnit.DAYS);
        long acceptedBefore = today.minus(kept).toEpochMilli();
        for (var aged : groups.agedPayloads(acceptedBefore, GROUPS_MAX)) {
            var erasure = ErasePayloads.newBuilder()
                    .addRanges(SeqRange.newBuilder().setBehind(aged.behind()))
                    .setReason("retention")
                    .setByOperator(true)
                    .setKeptMs(kept.toMillis())
                    .setAcceptedBeforeMs(acceptedBefore);
            submissions.announce(aged.groupId(), GroupCommand.newBuilder().setErasePayloads(erasure));
        }
    }
}
