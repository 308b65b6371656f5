package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import dev.epochal.client.Receipt;
import dev.epochal.testkit.CommitPlan;
import dev.epochal.testkit.MlsClient;
import dev.epochal.testkit.ReceivedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The story of a first group, told by real MLS clients over HTTP.
@ExtendWith(SharedServer.class)
class FirstGroupIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Octets groupId = RunningServer.newGroupId();
    private final List<Receipt> receipts = new ArrayList<>();

    @Test
    void two_clients_race_for_an_epoch_and_go_on_together(RunningServer server) {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        begin(alice, bob);

        var race = race(alice, bob);
        assertThat(race.loss().winner().orElseThrow().commit()).isEqualTo(race.winningCommit());
        assertThat(race.loss().winner().orElseThrow().seq())
                .isEqualTo(race.receipt().seq());
        assertThat(race.loss().currentEpoch()).isEqualTo(race.receipt().epoch()).isEqualTo(2);
        assertThat(race.loss().problem().next().action()).isEqualTo("apply-and-retry");
        assertSameEpoch(alice, bob);

        var next = race.loser().update(groupId);
        assertThat(next.lost()).isEmpty();
        receipts.add(next.receipt());
        race.winner().group(groupId).syncTo(next.receipt().seq());
        assertSameEpoch(alice, bob);

        say(alice, "Whose Commit won?");
        say(bob, "One of ours.");
        assertThat(heard(alice)).containsExactly("One of ours.");
        assertThat(heard(bob)).containsExactly("Whose Commit won?");
        assertHistory(alice, "group-created", "commit", "commit", "commit", "message", "message");
    }

    @Test
    void messages_of_the_epoch_after_a_race_are_read_by_winner_and_loser(RunningServer server) {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        begin(alice, bob);
        race(alice, bob);

        say(alice, "In the epoch after the race.");
        say(bob, "So am I.");

        assertThat(heard(alice)).containsExactly("So am I.");
        assertThat(heard(bob)).containsExactly("In the epoch after the race.");
        assertHistory(alice, "group-created", "commit", "commit", "message", "message");
    }

    @Test
    void a_third_client_joins_what_two_have_raced_for_and_leaves_again(RunningServer server) {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        var carol = server.client(RunningServer.newUser("carol"), "tablet");
        carol.publishKeyPackages(1);
        begin(alice, bob);
        race(alice, bob);

        receipts.add(bob.invite(groupId, List.of(carol.identity().user())).receipt());
        assertThat(carol.acceptWelcomes(PATIENCE)).containsExactly(groupId);
        alice.group(groupId).syncTo(last());
        assertSameEpoch(alice, bob);
        assertSameEpoch(bob, carol);

        say(carol, "Hello both.");
        assertThat(heard(alice)).containsExactly("Hello both.");
        assertThat(heard(bob)).containsExactly("Hello both.");

        receipts.add(alice.remove(groupId, carol.identity().user()).receipt());
        bob.group(groupId).syncTo(last());
        assertSameEpoch(alice, bob);
        assertHistory(alice, "group-created", "commit", "commit", "commit", "message", "commit");
        assertThatThrownBy(() -> carol.http().group(groupId, last()))
                .isInstanceOfSatisfying(
                        EpochalProblemException.class,
                        e -> assertThat(e.problem().name()).isEqualTo("unknown-group"));
    }

    /// Alice creates the group and adds bob.
    private void begin(MlsClient alice, MlsClient bob) {
        assertThat(bob.publishKeyPackages(1).refs()).hasSize(1);
        alice.publishKeyPackages(1);
        receipts.add(alice.createGroup(groupId));
        receipts.add(alice.invite(groupId, List.of(bob.identity().user())).receipt());
        assertThat(bob.acceptWelcomes(PATIENCE)).containsExactly(groupId);
        Eventually.holds(
                "an acknowledged Welcome is offered no more",
                () -> bob.http().welcomes(Duration.ZERO).isEmpty());
        assertSameEpoch(alice, bob);
    }

    private record Race(
            MlsClient winner, MlsClient loser, Octets winningCommit, Receipt receipt, Outcome.Conflict<Receipt> loss) {}

    /// Both have their Commit ready before either one is sent.
    private Race race(MlsClient alice, MlsClient bob) {
        var byAlice = alice.group(groupId).group().stage(CommitPlan.update());
        var byBob = bob.group(groupId).group().stage(CommitPlan.update());
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = CompletableFuture.supplyAsync(
                    () -> {
                        await(start);
                        return alice.group(groupId).submit(byAlice);
                    },
                    threads);
            var second = CompletableFuture.supplyAsync(
                    () -> {
                        await(start);
                        return bob.group(groupId).submit(byBob);
                    },
                    threads);
            start.countDown();
            var race = first.join() instanceof Outcome.Accepted<Receipt>(var receipt)
                    ? new Race(alice, bob, byAlice.bundle().commit(), receipt, conflict(second.join()))
                    : new Race(
                            bob, alice, byBob.bundle().commit(), second.join().orThrow(), conflict(first.join()));
            receipts.add(race.receipt());
            return race;
        }
    }

    private static Outcome.Conflict<Receipt> conflict(Outcome<Receipt> outcome) {
        if (outcome instanceof Outcome.Conflict<Receipt> conflict) {
            return conflict;
        }
        throw new AssertionError("Two Commits won one epoch");
    }

    private static void await(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void say(MlsClient speaker, String text) {
        receipts.add(speaker.group(groupId).send(text));
    }

    private List<String> heard(MlsClient listener) {
        return listener.group(groupId).syncTo(last()).stream()
                .map(ReceivedMessage::message)
                .map(message -> message.text())
                .toList();
    }

    private long last() {
        return receipts.getLast().seq();
    }

    private void assertSameEpoch(MlsClient one, MlsClient other) {
        var mine = one.group(groupId).group();
        var theirs = other.group(groupId).group();
        assertThat(mine.epochAuthenticator()).isEqualTo(theirs.epochAuthenticator());
        assertThat(mine.treeHash()).isEqualTo(theirs.treeHash());
    }

    private void assertHistory(MlsClient reader, String... types) {
        var events = reader.http().follow(groupId, 0).readTo(last());
        assertThat(events).extracting(event -> event.header().type()).containsExactly(types);
        Chain.verify(events);
        Chain.verifyReceipts(receipts, events);
        var state = reader.http().group(groupId, last());
        var mine = reader.group(groupId).group();
        assertThat(state.epoch()).isEqualTo(mine.epoch());
        assertThat(state.treeHash()).isEqualTo(mine.treeHash());
        assertThat(state.head()).isEqualTo(receipts.getLast().head());
    }
}
