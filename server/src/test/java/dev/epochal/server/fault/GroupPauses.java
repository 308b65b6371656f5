package dev.epochal.server.fault;

import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.Octets;
import dev.epochal.server.Eventually;
import dev.epochal.testkit.DevelopmentTokens;
import dev.epochal.testkit.MlsClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Members who talk in a group of their own each, and how long the slowest of the groups acknowledged nothing.
final class GroupPauses implements AutoCloseable {
    private static final Duration TALK_EVERY = Duration.ofMillis(50);
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(2);
    private static final int PROGRESS = 5;

    private final EpochalClient connection;
    private final List<Talk> talks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    private GroupPauses(EpochalClient connection) {
        this.connection = connection;
    }

    /// Founds the groups, which are spread over the partitions by their names, and begins to talk in each.
    static GroupPauses begin(URI api, DevelopmentTokens tokens, int groups) {
        var pauses = new GroupPauses(EpochalClient.connect(ClientSettings.of(api), () -> ""));
        for (int i = 0; i < groups; i++) {
            var user = "user-" + UUID.randomUUID();
            var token = tokens.token(user, "phone", TOKEN_VALIDITY);
            var member = MlsClient.create(pauses.connection, user, "phone", () -> token);
            var groupId = Octets.utf8("group-" + UUID.randomUUID());
            member.createGroup(groupId);
            pauses.talks.add(new Talk(member, groupId));
        }
        pauses.talks.forEach(
                talk -> pauses.threads.add(Thread.ofPlatform().name("talk").start(() -> pauses.talk(talk))));
        return pauses;
    }

    private void talk(Talk talk) {
        try {
            while (!stopping) {
                talk.member.group(talk.groupId).send("I am still here");
                talk.acknowledged();
                Thread.sleep(TALK_EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    /// The longest time in which some group was acknowledged nothing while this happened, until all go on again.
    Duration longestDuring(Fault fault) throws InterruptedException {
        awaitProgress("before: " + fault.name());
        talks.forEach(Talk::forget);
        fault.deed().happen();
        awaitProgress("after: " + fault.name());
        return talks.stream().map(Talk::longest).max(Duration::compareTo).orElseThrow();
    }

    private void awaitProgress(String when) {
        var before = talks.stream().map(Talk::count).toList();
        Eventually.holds("each group goes on " + when, () -> {
            failures.forEach(failure -> {
                throw new AssertionError("A member was refused " + when, failure);
            });
            for (int i = 0; i < before.size(); i++) {
                if (talks.get(i).count() < before.get(i) + PROGRESS) {
                    return false;
                }
            }
            return true;
        });
    }

    /// Ends the talking.
    @Override
    public void close() {
        stopping = true;
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }

    /// What one member says, and when it was acknowledged.
    private static final class Talk {
        private final MlsClient member;
        private final Octets groupId;
        private int count;
        private long last = System.nanoTime();
        private long longest;

        Talk(MlsClient member, Octets groupId) {
            this.member = member;
            this.groupId = groupId;
        }

        synchronized void acknowledged() {
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
            count++;
        }

        synchronized int count() {
            return count;
        }

        synchronized void forget() {
            longest = 0;
        }

        synchronized Duration longest() {
            return Duration.ofNanos(longest);
        }
    }
}
