package dev.epochal.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.api.problem.ProblemException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S34")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class CrowdTest {
    private final Crowd crowd = new Crowd(new Room(2, 1000));

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

    @Test
    void holds_no_more_than_there_is_room_for() {
        try (var alice = place("alice");
                var bob = place("bob");
                var carol = place("carol");
                var dave = place("dave");
                var erin = place("erin")) {
            for (var place : List.of(alice, bob, carol, dave)) {
                place.hold(250);
            }
            assertThat(crowd.held()).isEqualTo(1000);
            assertRefused(() -> erin.hold(1), "unavailable");
            assertRefused(() -> erin.expect(1), "unavailable");
            dave.drop();
            erin.expect(250);
            erin.hold(250);
            assertRefused(() -> dave.hold(1), "unavailable");
        }
        assertThat(crowd.held()).isZero();
        assertThat(crowd.users()).isZero();
    }

    @Test
    void nobody_takes_the_room_of_all() {
        try (var first = place("alice");
                var second = place("alice");
                var other = place("bob")) {
            first.hold(200);
            assertRefused(() -> second.hold(51), "rate-exceeded");
            second.hold(50);
            other.hold(250);
            assertThat(crowd.held()).isEqualTo(500);
        }
        assertThat(crowd.held()).isZero();
    }

    @Test
    void what_is_larger_than_all_the_room_comes_in_by_itself() {
        try (var large = place("alice");
                var small = place("bob")) {
            small.hold(1);
            assertRefused(() -> large.hold(5000), "unavailable");
            small.drop();
            large.expect(5000);
            large.hold(5000);
            assertRefused(() -> small.hold(1), "unavailable");
        }
        assertThat(crowd.held()).isZero();
    }

    private Crowd.Place place(String user) {
        var place = crowd.place();
        assertThat(place.take(user)).isTrue();
        return place;
    }

    private static void assertRefused(ThrowingCallable call, String problem) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().type().uri()).endsWith("/" + problem));
    }
}
