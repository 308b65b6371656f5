package dev.epochal.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S34")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class CrowdTest {
    private final Crowd crowd = new Crowd(2);

    @Test
    void lets_in_as_many_of_each_user_as_there_are_places() {
        var second = crowd.place();
        try (var first = crowd.place();
                var third = crowd.place();
                var other = crowd.place()) {
            assertThat(first.take("alice")).isTrue();
            assertThat(second.take("alice")).isTrue();
            assertThat(third.take("alice")).isFalse();
            assertThat(other.take("bob")).isTrue();
            second.close();
            assertThat(third.take("alice")).isTrue();
        }
        assertThat(crowd.users()).isZero();
    }

    @Test
    void who_was_not_let_in_leaves_no_place() {
        var first = crowd.place();
        var second = crowd.place();
        first.take("alice");
        second.take("alice");
        try (var refused = crowd.place()) {
            assertThat(refused.take("alice")).isFalse();
        }
        assertThat(crowd.place().take("alice")).isFalse();
        first.close();
        first.close();
        assertThat(crowd.place().take("alice")).isTrue();
        assertThat(crowd.place().take("alice")).isFalse();
    }
}
