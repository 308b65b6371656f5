package dev.epochal.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.EpochalUnreachableException;
import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import dev.epochal.client.Receipt;
import dev.epochal.server.Eventually;
import dev.epochal.testkit.DevelopmentTokens;
import dev.epochal.testkit.MlsClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Pairs of MLS clients that found groups, commit, and talk, until they are told to stop.
final class Writers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(2);
    private static final int STEPS_PER_GROUP = 25;
    private static final int REPETITIONS = 10;
    private static final int STEPS_FOR_PROGRESS = 3;

    private final List<EpochalClient> connections;
    private final DevelopmentTokens tokens;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Pair> ended = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> progress = new ConcurrentHashMap<>();
    private final AtomicLong unresolved = new AtomicLong();
    private volatile boolean stopping;

    /// What a client was told is in a history.
    record Told(Octets groupId, Receipt receipt) {}

    /// Two members of one group after their last step.
    record Pair(Octets groupId, MlsClient one, MlsClient other) {}

    /// @param apis where each half of the clients goes
    private Writers(List<URI> apis, DevelopmentTokens tokens) {
        this.tokens = tokens;
        this.connections = apis.stream()
                .map(uri -> EpochalClient.connect(ClientSettings.of(uri).withAttempts(20), () -> ""))
                .toList();
    }

    /// Writers that go to these processes in turn.
    static Writers towards(Stream<RoleProcess> apis, DevelopmentTokens tokens) {
        return new Writers(apis.map(RoleProcess::uri).toList(), tokens);
    }

    void start(int count, long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            var own = random.split();
            threads.add(Thread.ofPlatform().name("writer-" + i).start(() -> write(own)));
        }
    }

    private void write(SplittableRandom random) {
        while (!stopping) {
            try {
                writeGroup(random);
            } catch (EpochalUnreachableException e) {
                unresolved.incrementAndGet();
            } catch (EpochalProblemException e) {
                if (e.problem().status() < 500) {
                    failures.add(e);
                    return;
                }
                unresolved.incrementAndGet();
            } catch (RuntimeException | AssertionError e) {
                failures.add(e);
                return;
            }
        }
    }

    /// The story of one group. What a fault leaves unresolved ends the story, and another one begins.
    private void writeGroup(SplittableRandom random) {
        var groupId = Octets.utf8("group-" + UUID.randomUUID());
        var one = client(0);
        var other = client(1);
        other.publishKeyPackages(1);
        acknowledged(groupId, one.createGroup(groupId));
        acknowledged(
                groupId, one.invite(groupId, List.of(other.identity().user())).receipt());
        awaitWelcome(other, groupId);
        for (int step = 0; step < STEPS_PER_GROUP && !stopping; step++) {
            var writer = random.nextBoolean() ? one : other;
            acknowledged(groupId, step(writer, groupId, random));
        }
        ended.add(new Pair(groupId, one, other));
    }

    private Receipt step(MlsClient writer, Octets groupId, SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> writer.update(groupId).receipt();
            case 2 -> sendRepeatedly(writer, groupId);
            default -> writer.group(groupId).send("message " + random.nextLong());
        };
    }

    /// Sends one message several times at once to all instances: each that answers gives the first receipt.
    private Receipt sendRepeatedly(MlsClient writer, Octets groupId) {
        var message = writer.group(groupId).group().protect(Octets.utf8("once"));
        var receipts = new ConcurrentLinkedQueue<Receipt>();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < REPETITIONS; i++) {
                var instance = connections.get(i % connections.size()).withToken(() -> token(writer));
                senders.execute(() -> submit(instance, groupId, message, receipts));
            }
        }
        assertThat(receipts.stream().map(Receipt::head).distinct())
                .as("heads of one message")
                .hasSizeLessThanOrEqualTo(1);
        return receipts.isEmpty()
                ? writer.group(groupId).send("in the epoch after the one that was known")
                : receipts.element();
    }

    /// A fault may leave the answer out, and the epoch may be over.
    private void submit(EpochalClient instance, Octets groupId, Octets message, Collection<Receipt> receipts) {
        try {
            if (instance.submitMessage(groupId, message) instanceof Outcome.Accepted<Receipt>(var receipt)) {
                receipts.add(receipt);
            }
        } catch (EpochalProblemException e) {
            if (e.problem().status() < 500) {
                failures.add(e);
            }
        } catch (EpochalUnreachableException _) {
            // Others may have been answered.
        }
    }

    private void awaitWelcome(MlsClient client, Octets groupId) {
        while (!client.acceptWelcomes(PATIENCE).contains(groupId)) {
            if (stopping) {
                throw new EpochalUnreachableException("No Welcome before the end of the test");
            }
        }
    }

    /// Remembers what was told.
    void acknowledged(Octets groupId, Receipt receipt) {
        told.add(new Told(groupId, receipt));
        progress.merge(Thread.currentThread().getName(), 1L, Long::sum);
    }

    /// A new client of a new user.
    MlsClient client(int place) {
        var user = "user-" + UUID.randomUUID();
        var token = tokens.token(user, "phone", TOKEN_VALIDITY);
        return MlsClient.create(connections.get(place % connections.size()), user, "phone", () -> token);
    }

    /// A token for a client.
    String token(MlsClient client) {
        return tokens.token(client.identity().user(), client.identity().client(), TOKEN_VALIDITY);
    }

    /// Ends the stories and waits for their ends.
    void stop() throws InterruptedException {
        stopping = true;
        for (var thread : threads) {
            thread.join();
        }
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    List<Pair> ended() {
        return List.copyOf(ended);
    }

    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /// How many acknowledgements there were.
    int acknowledgements() {
        return told.size();
    }

    /// Waits until each of them has been acknowledged something more: no group and no partition stays behind.
    void awaitProgress(String when) {
        var before = Map.copyOf(progress);
        for (var thread : threads) {
            long wanted = before.getOrDefault(thread.getName(), 0L) + STEPS_FOR_PROGRESS;
            Eventually.holds(thread.getName() + " goes on: " + when, () -> {
                assertThat(failures()).isEmpty();
                return progress.getOrDefault(thread.getName(), 0L) >= wanted;
            });
        }
    }

    /// What each of them is doing.
    String stacks() {
        return threads.stream()
                .map(thread -> thread.getName() + ":\n  "
                        + Stream.of(thread.getStackTrace())
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining("\n  ")))
                .collect(Collectors.joining("\n"));
    }

    /// How many stories a fault has ended.
    long unresolved() {
        return unresolved.get();
    }

    @Override
    public void close() {
        stopping = true;
        connections.forEach(EpochalClient::close);
    }
}
