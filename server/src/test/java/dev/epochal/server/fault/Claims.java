package dev.epochal.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.EpochalUnreachableException;
import dev.epochal.client.KeyPackages.ClaimedKeyPackage;
import dev.epochal.client.KeyPackages.Stock;
import dev.epochal.client.Octets;
import dev.epochal.server.Eventually;
import dev.epochal.testkit.DevelopmentTokens;
import dev.epochal.testkit.MlsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Strangers who claim from some users' stocks of KeyPackages, through each instance at once, while these fill them up,
/// until they are told to stop.
final class Claims implements AutoCloseable {
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(2);
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final int CIPHER_SUITE = 1;
    private static final int STOCK = 10;
    private static final int NOT_FOUND = 404;

    private final DevelopmentTokens tokens;
    private final List<Claimer> claimers;
    private final List<MlsClient> owners;
    private final AtomicInteger turn = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    /// Who goes to one instance, and the refs that it got there.
    private record Claimer(EpochalClient instance, ConcurrentLinkedQueue<Octets> claimed) {}

    private Claims(List<EpochalClient> instances, DevelopmentTokens tokens, int owners) {
        this.tokens = tokens;
        this.claimers = instances.stream()
                .map(instance -> new Claimer(instance, new ConcurrentLinkedQueue<>()))
                .toList();
        this.owners = Stream.generate(() -> "target-" + UUID.randomUUID())
                .limit(owners)
                .map(user -> MlsClient.create(
                        instances.getFirst(), user, "phone", () -> tokens.token(user, "phone", TOKEN_VALIDITY)))
                .toList();
    }

    /// Claims from each of these processes; the users publish through the first.
    ///
    /// @param owners how many users there are, each of whom others may claim from a thousand times an hour
    static Claims from(Stream<RoleProcess> apis, DevelopmentTokens tokens, int owners) {
        var instances = apis.map(api ->
                        EpochalClient.connect(ClientSettings.of(api.uri()).withAttempts(20), () -> ""))
                .toList();
        return new Claims(instances, tokens, owners);
    }

    void start() {
        owners.forEach(owner -> owner.publishKeyPackages(STOCK));
        for (var claimer : claimers) {
            threads.add(Thread.ofPlatform().name("claimer").start(() -> repeat(() -> claim(claimer))));
        }
        threads.add(Thread.ofPlatform().name("owner").start(() -> repeat(this::fillUp)));
    }

    private void repeat(Runnable deed) {
        while (!stopping && isSurvived(deed)) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /// What a fault has cut off is lost, and nobody else may get it either.
    private boolean isSurvived(Runnable deed) {
        try {
            deed.run();
            return true;
        } catch (EpochalUnreachableException _) {
            return true;
        } catch (EpochalProblemException e) {
            if (e.problem().status() >= 500 || e.problem().status() == NOT_FOUND) {
                return true;
            }
            failures.add(e);
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        }
        return false;
    }

    /// Each stranger claims once, so that none meets its quota.
    private void claim(Claimer claimer) {
        var token = tokens.token("stranger-" + UUID.randomUUID(), "phone", TOKEN_VALIDITY);
        var owner = owners.get(Math.floorMod(turn.getAndIncrement(), owners.size()));
        claimer
                .instance()
                .withToken(() -> token)
                .claimKeyPackages(owner.identity().user(), CIPHER_SUITE)
                .claimed()
                .stream()
                .map(ClaimedKeyPackage::ref)
                .forEach(claimer.claimed()::add);
    }

    private void fillUp() {
        for (var owner : owners) {
            int left = owner.http().keyPackageStock().stream()
                    .mapToInt(Stock::count)
                    .sum();
            if (left < STOCK) {
                owner.publishKeyPackages(STOCK);
            }
        }
    }

    /// Waits until each instance has served one more, ends the claims, and looks whether any KeyPackage was served
    /// twice.
    void stopAndVerify() throws InterruptedException {
        for (var claimer : claimers) {
            int before = claimer.claimed().size();
            Eventually.holds("an instance serves KeyPackages", () -> {
                assertThat(failures).isEmpty();
                return claimer.claimed().size() > before;
            });
        }
        stopping = true;
        for (var thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        var claimed =
                claimers.stream().flatMap(claimer -> claimer.claimed().stream()).toList();
        assertThat(claimed).doesNotHaveDuplicates();
        System.out.println(claimed.size() + " KeyPackages of " + owners.size() + " users claimed through "
                + claimers.size() + " instances");
    }

    @Override
    public void close() {
        stopping = true;
        claimers.forEach(claimer -> claimer.instance().close());
    }
}
