package dev.epochal.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S34")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class AllowancesTest {
    private long now = 1_000;
    private final Allowances allowances = new Allowances(new Allowances.Rate(10, 100), () -> now);

    @Test
    void gives_a_burst_and_then_as_much_as_comes_in() {
        assertThat(allowances.take("alice", 100).granted()).isTrue();
        assertThat(allowances.take("alice", 1).granted()).isFalse();
        later(Duration.ofMillis(100));
        assertThat(allowances.take("alice", 1).granted()).isTrue();
        assertThat(allowances.take("alice", 1).granted()).isFalse();
    }

    @Test
    void says_what_is_left_and_how_long_to_wait() {
        assertThat(allowances.take("alice", 60).remaining()).isEqualTo(40);
        var refused = allowances.take("alice", 50);
        assertThat(refused.granted()).isFalse();
        assertThat(refused.remaining()).isEqualTo(40);
        assertThat(refused.delay()).isEqualTo(Duration.ofSeconds(1));
        later(refused.delay());
        assertThat(allowances.take("alice", 50).granted()).isTrue();
    }

    @Test
    void one_user_takes_nothing_from_another() {
        assertThat(allowances.take("mallory", 100).granted()).isTrue();
        assertThat(allowances.take("mallory", 1).granted()).isFalse();
        assertThat(allowances.take("alice", 100).granted()).isTrue();
    }

    @Test
    void what_costs_more_than_a_bucket_holds_takes_a_full_one() {
        assertThat(allowances.take("alice", 1).granted()).isTrue();
        assertThat(allowances.take("alice", 1_000_000).granted()).isFalse();
        later(Duration.ofSeconds(1));
        assertThat(allowances.take("alice", 1_000_000).granted()).isTrue();
        assertThat(allowances.take("alice", 1).granted()).isFalse();
    }

    @Test
    void what_was_used_already_is_owed_but_not_for_ever() {
        allowances.charge("alice", 1_000_000);
        assertThat(allowances.take("alice", 1).granted()).isFalse();
        later(Duration.ofSeconds(10).plusMillis(100));
        assertThat(allowances.take("alice", 1).granted()).isTrue();
    }

    @Test
    void never_fills_beyond_the_rim() {
        later(Duration.ofDays(365));
        assertThat(allowances.take("alice", 100).granted()).isTrue();
        assertThat(allowances.take("alice", 1).granted()).isFalse();
    }

    private void later(Duration time) {
        now += time.toNanos();
    }
}
