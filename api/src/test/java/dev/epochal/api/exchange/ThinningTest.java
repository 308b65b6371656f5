package dev.epochal.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ThinningTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /// Near to where the clock overflows, as it may be.
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - SECOND / 2);

    private final Thinning thinning = new Thinning(clock::get);

    @Test
    void lets_one_line_pass_in_a_second_and_tells_how_many_it_left_out() {
        assertThat(thinning.pass()).hasValue(0);
        assertThat(thinning.pass()).isEmpty();
        clock.addAndGet(SECOND - 1);
        assertThat(thinning.pass()).isEmpty();
        clock.addAndGet(1);
        assertThat(thinning.pass()).hasValue(2);
        assertThat(thinning.pass()).isEmpty();
    }

    @Test
    void counts_afresh_behind_each_line() {
        assertThat(thinning.pass()).hasValue(0);
        assertThat(thinning.pass()).isEmpty();
        clock.addAndGet(SECOND);
        assertThat(thinning.pass()).hasValue(1);
        clock.addAndGet(5 * SECOND);
        assertThat(thinning.pass()).hasValue(0);
    }
}
