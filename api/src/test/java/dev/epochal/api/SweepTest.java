package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.api.directory.ExpirySweep;
import dev.epochal.api.group.RetentionSweep;
import dev.epochal.api.submission.Submissions;
import dev.epochal.schema.log.Topic;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class SweepTest {
    @Test
    void asks_for_each_user_who_has_something_out_of_time() throws InterruptedException {
        var log = new ScriptedLog();
        var submissions = new Submissions(log::open, new Submissions.Patience(Duration.ofSeconds(1), 10));
        try (var _ = submissions;
                var _ = ExpirySweep.start(new FakeReads(), submissions, InstantSource.system(), Duration.ofMillis(1))) {
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (log.count() == 0 && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
        }
        var command = log.lastDirectoryCommand();
        assertThat(log.lastRecord().topic()).isEqualTo(Topic.DIRECTORY_COMMANDS);
        assertThat(log.lastRecord().key()).isEqualTo(ByteString.copyFromUtf8("alice"));
        assertThat(command.hasExpireKeyPackages()).isTrue();
        assertThat(command.getUser()).isEqualTo("alice");
        assertThat(command.getSubmittedBy().getClient()).isEmpty();
        assertThat(command.getIdempotencyKey()).isNotEqualTo(command.getBodyDigest());
    }

    @Test
    void asks_for_each_group_whose_payloads_were_kept_long_enough() throws InterruptedException {
        var log = new ScriptedLog();
        var submissions = new Submissions(log::open, new Submissions.Patience(Duration.ofSeconds(1), 10));
        var reads = new FakeReads();
        var row = Samples.row(4, 2);
        reads.put(row, Samples.BOB);
        var terms = new RetentionSweep.Terms(InstantSource.system(), Duration.ofDays(1), Duration.ofMillis(1));
        try (var _ = submissions;
                var _ = RetentionSweep.start(reads, submissions, terms)) {
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (log.count() == 0 && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
        }
        var command = log.lastGroupCommand();
        assertThat(log.lastRecord().topic()).isEqualTo(Topic.GROUP_COMMANDS);
        assertThat(log.lastRecord().key()).isEqualTo(row.groupId());
        var erasure = command.getErasePayloads();
        assertThat(erasure.getByOperator()).isTrue();
        assertThat(erasure.getKeptMs()).isEqualTo(Duration.ofDays(1).toMillis());
        assertThat(erasure.getRanges(0).getBehind()).isEqualTo(row.seq() + 1);
    }
}
