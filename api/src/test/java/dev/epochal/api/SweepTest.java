package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.api.directory.ExpirySweep;
import dev.epochal.api.group.RetentionSweep;
import dev.epochal.api.submission.Submissions;
import dev.epochal.api.submission.Sweep;
import dev.epochal.schema.log.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class SweepTest {
    private final ScriptedLog log = new ScriptedLog();
    private final Submissions submissions =
            new Submissions(log::open, new Submissions.Patience(Duration.ofSeconds(1), 10));

    @AfterEach
    void close() {
        submissions.close();
    }

    @Test
    void asks_for_each_user_who_has_something_out_of_time() {
        new ExpirySweep(new FakeReads(), submissions, InstantSource.system()).run();

        var command = log.lastDirectoryCommand();
        assertThat(log.lastRecord().topic()).isEqualTo(Topic.DIRECTORY_COMMANDS);
        assertThat(log.lastRecord().key()).isEqualTo(ByteString.copyFromUtf8("alice"));
        assertThat(command.hasExpireKeyPackages()).isTrue();
        assertThat(command.getUser()).isEqualTo("alice");
        assertThat(command.getSubmittedBy().getClient()).isEmpty();
        assertThat(command.getIdempotencyKey()).isNotEqualTo(command.getBodyDigest());
    }

    @Test
    void asks_for_each_group_whose_payloads_were_kept_long_enough() {
        var reads = new FakeReads();
        var row = Samples.row(4, 2);
        reads.put(row, Samples.BOB);

        new RetentionSweep(reads, submissions, InstantSource.system(), Duration.ofDays(1)).run();

        var command = log.lastGroupCommand();
        assertThat(log.lastRecord().topic()).isEqualTo(Topic.GROUP_COMMANDS);
        assertThat(log.lastRecord().key()).isEqualTo(row.groupId());
        var erasure = command.getErasePayloads();
        assertThat(erasure.getByOperator()).isTrue();
        assertThat(erasure.getKeptMs()).isEqualTo(Duration.ofDays(1).toMillis());
        assertThat(erasure.getAcceptedBeforeMs()).isPositive().isLessThan(System.currentTimeMillis());
        assertThat(erasure.getRanges(0).getBehind()).isEqualTo(row.seq() + 1);
    }

    @Test
    void looks_again_after_a_failure() throws InterruptedException {
        var looks = new CountDownLatch(2);
        try (var _ = Sweep.start("What fails", Duration.ofMillis(1), () -> {
            looks.countDown();
            throw new IllegalStateException("the read model is away");
        })) {
            assertThat(looks.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
