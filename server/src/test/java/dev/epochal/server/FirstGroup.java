package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

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

/// The story of a first group, told by real MLS clients over HTTP. Not thread-safe.
public final class FirstGroup {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Octets groupId = RunningServer.newGroupId();
    private final List<Receipt> receipts = new ArrayList<>();
    private final MlsClient alice;
    private final MlsClient bob;

    /// @param alice who creates it
    /// @param bob whom she adds
    public FirstGroup(MlsClient alice, MlsClient bob) {
        this.alice = alice;
        this.bob = bob;
    }

    Octets id() {
        return groupId;
    }

    /// Alice creates the group and adds bob.
    public void begin() {
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

    /// What came of a race.
    record Race(
            MlsClient winner, MlsClient loser, Octets winningCommit, Receipt receipt, Outcome.Conflict<Receipt> loss) {}

    /// Both have their Commit ready before either one is sent.
    Race race() {
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

    /// Both commit at once, the loser learns from its answer who has won, and both go on.
    public void raceAndGoOn() {
        var race = race();
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
    }

    /// Bob adds a third client.
    public void welcome(MlsClient carol) {
        receipts.add(bob.invite(groupId, List.of(carol.identity().user())).receipt());
        assertThat(carol.acceptWelcomes(PATIENCE)).containsExactly(groupId);
        alice.group(groupId).syncTo(last());
        assertSameEpoch(alice, bob);
        assertSameEpoch(bob, carol);
    }

    /// Alice removes it again.
    void remove(MlsClient carol) {
        receipts.add(alice.remove(groupId, carol.identity().user()).receipt());
        bob.group(groupId).syncTo(last());
        assertSameEpoch(alice, bob);
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

    /// Sends a message.
    public void say(MlsClient speaker, String text) {
        receipts.add(speaker.group(groupId).send(text));
    }

    /// What somebody hears up to the last event.
    public List<String> heard(MlsClient listener) {
        return listener.group(groupId).syncTo(last()).stream()
                .map(ReceivedMessage::message)
                .map(message -> message.text())
                .toList();
    }

    long last() {
        return receipts.getLast().seq();
    }

    void assertSameEpoch(MlsClient one, MlsClient other) {
        var mine = one.group(groupId).group();
        var theirs = other.group(groupId).group();
        assertThat(mine.epochAuthenticator()).isEqualTo(theirs.epochAuthenticator());
        assertThat(mine.treeHash()).isEqualTo(theirs.treeHash());
    }

    /// The history that somebody reads has these events, hangs together, and says what the receipts and the state say.
    public void assertHistory(MlsClient reader, String... types) {
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
