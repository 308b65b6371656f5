package dev.epochal.api.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Verdict;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class WaitersTest {
    private static final ByteString ID = ByteString.copyFromUtf8("submission");
    private static final Verdict VERDICT =
            Verdict.newBuilder().setSubmissionId(ID).build();

    private final Waiters waiters = new Waiters();

    @Test
    void hands_the_verdict_to_who_waits_for_it() {
        var waiter = waiters.expect(ID);
        waiters.decided(VERDICT);
        assertThat(waiters.await(ID, waiter, Duration.ZERO)).contains(VERDICT);
        assertThat(waiters.size()).isZero();
    }

    @Test
    void passes_over_the_verdicts_of_others() {
        var waiter = waiters.expect(ID);
        waiters.decided(VERDICT.toBuilder()
                .setSubmissionId(ByteString.copyFromUtf8("other"))
                .build());
        assertThat(waiters.await(ID, waiter, Duration.ZERO)).isEmpty();
    }

    @Test
    void forgets_who_has_lost_patience() {
        var waiter = waiters.expect(ID);
        assertThat(waiters.await(ID, waiter, Duration.ofMillis(1))).isEmpty();
        assertThat(waiters.size()).isZero();
        waiters.decided(VERDICT);
        waiters.refused(ID, new IOException("late"));
        assertThat(waiter).isNotDone();
    }

    @Test
    void tells_that_the_log_took_nothing() {
        var waiter = waiters.expect(ID);
        waiters.refused(ID, new IOException("full"));
        waiters.decided(VERDICT);
        assertThatThrownBy(() -> waiters.await(ID, waiter, Duration.ofSeconds(5)))
                .isInstanceOf(NotAppendedException.class)
                .hasRootCauseMessage("full");
    }
}
