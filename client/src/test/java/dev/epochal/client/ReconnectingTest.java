package dev.epochal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReconnectingTest {
    @Test
    void the_first_connection_waits_for_nothing() {
        assertThat(Reconnecting.FIRST.longest()).isZero();
    }

    @Test
    void waits_twice_as_long_after_each_connection_that_told_nothing() {
        assertThat(Stream.iterate(Reconnecting.FIRST.after(false), last -> last.after(false))
                        .limit(9)
                        .map(Reconnecting::longest)
                        .map(Duration::toMillis))
                .containsExactly(50L, 100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
    }

    @Test
    void however_often_a_stream_that_tells_something_is_cut_it_goes_on_at_once() {
        assertThat(Stream.iterate(Reconnecting.FIRST.after(true), last -> last.after(true))
                        .limit(20)
                        .map(Reconnecting::longest))
                .containsOnly(Duration.ofMillis(50));
        assertThat(Reconnecting.FIRST.after(false).after(false).after(true).longest())
                .isEqualTo(Duration.ofMillis(50));
    }
}
