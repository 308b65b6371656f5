package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.client.EpochalProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The story of a first group on the embedded default.
@ExtendWith(SharedServer.class)
class FirstGroupIT {
    @Test
    void two_clients_race_for_an_epoch_and_go_on_together(RunningServer server) {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        var group = new FirstGroup(alice, bob);
        group.begin();
        group.raceAndGoOn();

        group.say(alice, "Whose Commit won?");
        group.say(bob, "One of ours.");
        assertThat(group.heard(alice)).containsExactly("One of ours.");
        assertThat(group.heard(bob)).containsExactly("Whose Commit won?");
        group.assertHistory(alice, "group-created", "commit", "commit", "commit", "message", "message");
    }

    @Test
    void messages_of_the_epoch_after_a_race_are_read_by_winner_and_loser(RunningServer server) {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        var group = new FirstGroup(alice, bob);
        group.begin();
        group.race();

        group.say(alice, "In the epoch after the race.");
        group.say(bob, "So am I.");

        assertThat(group.heard(alice)).containsExactly("So am I.");
        assertThat(group.heard(bob)).containsExactly("In the epoch after the race.");
        group.assertHistory(alice, "group-created", "commit", "commit", "message", "message");
    }

    @Test
    void a_third_client_joins_what_two_have_raced_for_and_leaves_again(RunningServer server) {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        var carol = server.client(RunningServer.newUser("carol"), "tablet");
        carol.publishKeyPackages(1);
        var group = new FirstGroup(alice, bob);
        group.begin();
        group.race();
        group.welcome(carol);

        group.say(carol, "Hello both.");
        assertThat(group.heard(alice)).containsExactly("Hello both.");
        assertThat(group.heard(bob)).containsExactly("Hello both.");

        group.remove(carol);
        group.assertHistory(alice, "group-created", "commit", "commit", "commit", "message", "commit");
        assertThatThrownBy(() -> carol.http().group(group.id(), group.last()))
                .isInstanceOfSatisfying(
                        EpochalProblemException.class,
                        e -> assertThat(e.problem().name()).isEqualTo("unknown-group"));
    }
}
