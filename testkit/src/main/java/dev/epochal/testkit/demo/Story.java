package dev.epochal.testkit.demo;

import dev.epochal.client.EpochalClient;
import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import dev.epochal.client.Receipt;
import dev.epochal.testkit.CommitPlan;
import dev.epochal.testkit.CommitReport;
import dev.epochal.testkit.DevelopmentTokens;
import dev.epochal.testkit.Membership;
import dev.epochal.testkit.MlsClient;
import dev.epochal.testkit.ReceivedMessage;
import dev.epochal.testkit.StagedCommit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// Three clients, one group, one race. Each run has users and a group of its own, so it can be played again on the
/// same data.
final class Story {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(12);

    private final Screen screen;
    private final DevelopmentTokens tokens;
    private final String run = UUID.randomUUID().toString().substring(0, 6);
    private final Octets groupId = Octets.utf8("demo-" + run);
    private final List<Receipt> receipts = new ArrayList<>();
    private final MlsClient alice;
    private final MlsClient bob;
    private final MlsClient carol;

    Story(Screen screen, EpochalClient http, DevelopmentTokens tokens) {
        this.screen = screen;
        this.tokens = tokens;
        this.alice = client(http, "alice", "laptop");
        this.bob = client(http, "bob", "phone");
        this.carol = client(http, "carol", "tablet");
    }

    private MlsClient client(EpochalClient http, String name, String client) {
        var user = name + "-" + run;
        var token = tokens.token(user, client, TOKEN_VALIDITY);
        return MlsClient.create(http, user, client, () -> token);
    }

    /// The user's name without the mark of this run.
    static String shownName(String user) {
        int dash = user.lastIndexOf('-');
        return dash < 0 ? user : user.substring(0, dash);
    }

    private static String name(MlsClient client) {
        return shownName(client.identity().user());
    }

    /// A token to look around with as alice.
    String aliceToken() {
        return tokens.token(alice.identity().user(), alice.identity().client(), TOKEN_VALIDITY);
    }

    Octets groupId() {
        return groupId;
    }

    /// Plays the story.
    ///
    /// @throws IllegalStateException if it does not go as it should
    void play() {
        screen.title("A group with end-to-end encryption, and a race for one epoch");
        gather();
        race();
        welcomeCarol();
        talk();
        readBack();
    }

    private void gather() {
        alice.publishKeyPackages(1);
        bob.publishKeyPackages(1);
        carol.publishKeyPackages(1);
        screen.step("alice, bob and carol register their clients and publish KeyPackages.");
        receipts.add(alice.createGroup(groupId));
        screen.step("alice creates the group " + groupId.asUtf8() + ".");
        screen.good(told(receipts.getLast()));
        screen.step("alice claims a KeyPackage of bob and adds him: Commit, Welcome and GroupInfo in one request.");
        report(alice.invite(groupId, List.of(bob.identity().user())));
        join(bob);
        screen.step("bob joins from his Welcome.");
        compare(alice, bob);
    }

    private void join(MlsClient client) {
        check(client.acceptWelcomes(PATIENCE).contains(groupId), name(client) + " has no Welcome");
    }

    /// Both have their Commit ready before either one is sent.
    private void race() {
        var epoch = alice.group(groupId).group().epoch();
        screen.step("alice and bob both commit for epoch " + epoch + ", at the same moment. Only one can win.");
        var byAlice = alice.group(groupId).group().stage(CommitPlan.update());
        var byBob = bob.group(groupId).group().stage(CommitPlan.update());
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = CompletableFuture.supplyAsync(() -> submit(start, alice.group(groupId), byAlice), threads);
            var second = CompletableFuture.supplyAsync(() -> submit(start, bob.group(groupId), byBob), threads);
            start.countDown();
            boolean aliceWon = first.join() instanceof Outcome.Accepted<Receipt>;
            boolean bobWon = second.join() instanceof Outcome.Accepted<Receipt>;
            check(aliceWon != bobWon, "not exactly one Commit won the epoch");
            tell(aliceWon ? alice : bob, aliceWon ? first.join() : second.join());
            tell(aliceWon ? bob : alice, aliceWon ? second.join() : first.join());
            goOn(aliceWon ? alice : bob, aliceWon ? bob : alice);
        }
    }

    private static Outcome<Receipt> submit(CountDownLatch start, Membership membership, StagedCommit staged) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before the race", e);
        }
        return membership.submit(staged);
    }

    private void tell(MlsClient client, Outcome<Receipt> outcome) {
        switch (outcome) {
            case Outcome.Accepted<Receipt>(var receipt) -> {
                receipts.add(receipt);
                screen.good("%-6s %s".formatted(name(client), told(receipt)));
            }
            case Outcome.Conflict<Receipt> conflict ->
                screen.bad("%-6s %d %s: %s, the group is in epoch %d; next: %s"
                        .formatted(
                                name(client),
                                conflict.problem().status(),
                                conflict.problem().name(),
                                conflict.winner()
                                        .map(won -> "the winner is seq " + won.seq())
                                        .orElse("the winner isn't known yet"),
                                conflict.currentEpoch(),
                                conflict.problem().next().action()));
        }
    }

    private void goOn(MlsClient winner, MlsClient loser) {
        screen.step("%s applies the Commit of %s from that very answer and tries again."
                .formatted(name(loser), name(winner)));
        report(loser.update(groupId));
        winner.group(groupId).syncTo(last());
        compare(winner, loser);
    }

    private void welcomeCarol() {
        screen.step("bob adds carol; she joins from her Welcome.");
        report(bob.invite(groupId, List.of(carol.identity().user())));
        join(carol);
        alice.group(groupId).syncTo(last());
        compare(bob, carol);
    }

    private void talk() {
        screen.step("They talk. The server sees sealed bytes only.");
        say(alice, "Hello both. Whose Commit won?");
        say(bob, "One of ours, and nobody had to rejoin.");
        for (var listener : List.of(alice, bob, carol)) {
            var heard = listener.group(groupId).syncTo(last());
            check(heard.size() == (listener == carol ? 2 : 1), name(listener) + " did not decrypt all messages");
            heard.forEach(message -> hear(listener, message));
        }
    }

    private void say(MlsClient speaker, String text) {
        receipts.add(speaker.group(groupId).send(text));
    }

    private void hear(MlsClient listener, ReceivedMessage received) {
        screen.note("%-6s decrypts seq %d of %s: “%s”"
                .formatted(
                        name(listener),
                        received.seq(),
                        shownName(received.message().sender().user()),
                        received.message().text()));
    }

    private void readBack() {
        screen.step("The history, read back from seq 0.");
        var history = new History(name(alice), alice.http().follow(groupId, 0).readTo(last()));
        screen.plain("");
        history.table().forEach(screen::note);
        screen.plain("");
        check(history.isLinked(), "the hash chain is broken");
        for (var receipt : receipts) {
            check(history.head(receipt.seq()).equals(receipt.head()), "the receipt of seq " + receipt.seq() + " lies");
        }
        screen.good("Each event links to the hash of the one before, and all %d receipts agree with it."
                .formatted(receipts.size()));
    }

    /// The newest event that a receipt was given for.
    private long last() {
        return receipts.getLast().seq();
    }

    private void report(CommitReport report) {
        receipts.add(report.receipt());
        screen.good(told(report.receipt()));
    }

    private static String told(Receipt receipt) {
        return "accepted as seq %d, now epoch %d, hash %s"
                .formatted(receipt.seq(), receipt.epoch(), Screen.shortHash(receipt.head()));
    }

    private void compare(MlsClient one, MlsClient other) {
        var mine = one.group(groupId).group();
        var theirs = other.group(groupId).group();
        check(
                mine.epochAuthenticator().equals(theirs.epochAuthenticator()),
                name(one) + " and " + name(other) + " are not in the same epoch");
        screen.good("%s and %s share epoch %d (authenticator %s)"
                .formatted(name(one), name(other), mine.epoch(), Screen.shortHash(mine.epochAuthenticator())));
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("The story went wrong: " + otherwise);
        }
    }
}
