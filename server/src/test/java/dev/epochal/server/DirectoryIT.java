package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.GroupPolicy;
import dev.epochal.client.InboxItem;
import dev.epochal.client.KeyPackages.ClaimedKeyPackage;
import dev.epochal.client.Octets;
import dev.epochal.client.Permission;
import dev.epochal.testkit.CommitPlan;
import dev.epochal.testkit.KeyPackageSecrets;
import dev.epochal.testkit.MlsClient;
import dev.epochal.testkit.MlsIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The directory as real MLS clients see it, an honest one and a hostile one.
@ExtendWith(SharedServer.class)
class DirectoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int CIPHER_SUITE = 1;
    private static final Pattern HITS = Pattern.compile(
            "^epochal_cache_lookups_total\\{result=\"hit\",what=\"key_packages\"\\} (\\S+)$", Pattern.MULTILINE);

    private final Octets groupId = RunningServer.newGroupId();

    @Test
    void a_hostile_member_can_not_add_a_client_that_is_not_there_or_another_one_in_its_place(RunningServer server) {
        var alice = client(server, "alice");
        var mallory = client(server, "mallory");
        var victim = client(server, "victim");
        alice.createGroup(groupId);
        invite(alice, mallory);
        long head = mallory.http().group(groupId, 0).seq();

        var user = victim.identity().user();
        assertGhost(() -> add(mallory, KeyPackageSecrets.generate(MlsIdentity.generate(user, "laptop"))));
        assertGhost(() -> add(mallory, KeyPackageSecrets.generate(MlsIdentity.generate(user, "phone"))));
        assertGhost(() -> add(
                mallory, KeyPackageSecrets.generate(MlsIdentity.generate(RunningServer.newUser("nobody"), "phone"))));

        assertThat(alice.http().group(groupId, 0).seq()).isEqualTo(head);
        invite(mallory, victim);
        alice.group(groupId).sync(PATIENCE);
        assertThat(alice.group(groupId).group().epochAuthenticator())
                .isEqualTo(victim.group(groupId).group().epochAuthenticator());
    }

    @Test
    void a_client_that_was_removed_is_a_ghost_from_then_on(RunningServer server) {
        var alice = client(server, "alice");
        var bob = client(server, "bob");
        alice.createGroup(groupId);
        var claimed = alice.http()
                .claimKeyPackages(bob.identity().user(), CIPHER_SUITE)
                .claimed();
        bob.http().directory().remove("phone");
        assertGhost(() -> alice.group(groupId).commit(_ -> CommitPlan.add(keyPackages(claimed))));
    }

    @Test
    void nobody_joins_from_outside_with_a_key_that_is_not_registered(RunningServer server) {
        var alice = client(server, "alice");
        var user = RunningServer.newUser("bob");
        var bob = server.client(user, "phone");
        bob.publishKeyPackages(1);
        var created = alice.createGroup(groupId, GroupPolicy.defaults().externalJoin(Permission.ANYBODY));
        alice.http().group(groupId, created.seq());
        var thief = server.client(user, "phone");
        assertGhost(() -> thief.joinByItself(groupId));
        bob.joinByItself(groupId);
    }

    @Test
    @Tag("S32")
    void each_key_package_is_served_once_however_many_ask_at_once(RunningServer server) throws Exception {
        var bob = client(server, "bob");
        bob.publishKeyPackages(19);
        var claimers = new ArrayList<EpochalClient>();
        for (int i = 0; i < 8; i++) {
            claimers.add(client(server, "claimer").http());
        }
        var served = new ArrayList<Octets>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = claimers.stream()
                    .map(http -> (Callable<List<Octets>>)
                            () -> claimUntilThereIsNone(http, bob.identity().user()))
                    .toList();
            for (var claims : threads.invokeAll(tasks)) {
                served.addAll(claims.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError("A claim failed", e);
        }
        assertThat(served).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void the_owner_is_told_that_its_stock_got_low_and_what_became_of_each(RunningServer server) {
        var alice = client(server, "alice");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        var published = bob.publishKeyPackages(1);
        var ref = published.refs().getFirst();
        alice.createGroup(groupId);
        try (var inbox = bob.http().inboxStream("")) {
            assertThat(bob.http().directory().keyPackage(ref, published.seq()).state())
                    .isEqualTo("published");
            invite(alice, bob);
            assertThat(low(inbox.take(LONG).orElseThrow(), inbox.take(LONG).orElseThrow()))
                    .containsExactly(new InboxItem.Stock(CIPHER_SUITE, 0, 10));
            assertThat(bob.http().directory().keyPackage(ref, published.seq()).state())
                    .isEqualTo("consumed");
        }
    }

    @Test
    void a_welcome_reaches_its_client_whatever_is_taken_back_meanwhile(RunningServer server) {
        var alice = client(server, "alice");
        var bob = client(server, "bob");
        var kept = bob.publishKeyPackages(1).refs().getFirst();
        var directory = bob.http().directory();
        alice.createGroup(groupId);
        var claimed = alice.http()
                .claimKeyPackages(bob.identity().user(), CIPHER_SUITE)
                .claimed();
        assertThat(directory.revokeSignedBy(bob.identity().signatureKey()).revoked())
                .containsExactly(kept);
        alice.group(groupId).commit(_ -> CommitPlan.add(keyPackages(claimed)));
        directory.register("phone", List.of(MlsIdentity.generate("bob", "phone").signatureKey()));
        long removed = directory.remove("phone").seq();
        assertThat(bob.acceptWelcomes(PATIENCE)).containsExactly(groupId);
        assertThat(directory.keyPackage(kept, removed).state()).isEqualTo("revoked");
    }

    @Test
    void a_key_package_that_is_asked_for_again_comes_from_the_cache(RunningServer server) {
        var bob = client(server, "bob");
        var published = bob.publishKeyPackages(1);
        var ref = published.refs().getFirst();
        var first = bob.http().directory().keyPackage(ref, published.seq());
        long before = hits(server);
        assertThat(bob.http().directory().keyPackage(ref, published.seq())).isEqualTo(first);
        assertThat(hits(server)).isGreaterThan(before);
    }

    private static long hits(RunningServer server) {
        try (var http = new RawHttp(server.uri())) {
            return HITS.matcher(http.get("/metrics").response().body())
                    .results()
                    .mapToLong(hit -> (long) Double.parseDouble(hit.group(1)))
                    .sum();
        }
    }

    /// The Welcome and the note that the stock is low come in any order.
    private static List<InboxItem.Stock> low(InboxItem... items) {
        var stocks = new ArrayList<InboxItem.Stock>();
        for (var item : items) {
            if (item instanceof InboxItem.StockLow note) {
                stocks.addAll(note.stocks());
            }
        }
        return stocks;
    }

    private static List<Octets> claimUntilThereIsNone(EpochalClient http, String user) {
        var refs = new ArrayList<Octets>();
        while (true) {
            try {
                http.claimKeyPackages(user, CIPHER_SUITE).claimed().forEach(claimed -> refs.add(claimed.ref()));
            } catch (EpochalProblemException e) {
                assertThat(e.name()).isEqualTo("no-key-packages");
                return refs;
            }
        }
    }

    private void add(MlsClient member, KeyPackageSecrets keyPackage) {
        member.group(groupId).commit(_ -> CommitPlan.add(List.of(keyPackage.message())));
    }

    private static List<Octets> keyPackages(List<ClaimedKeyPackage> claimed) {
        return claimed.stream().map(ClaimedKeyPackage::keyPackage).toList();
    }

    private static void assertGhost(ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        EpochalProblemException.class,
                        e -> assertThat(e.name()).isEqualTo("unregistered-signature-key"));
    }

    private void invite(MlsClient inviter, MlsClient invited) {
        inviter.invite(groupId, List.of(invited.identity().user()));
        assertThat(invited.acceptWelcomes(PATIENCE)).containsExactly(groupId);
    }

    private static MlsClient client(RunningServer server, String name) {
        var client = server.client(RunningServer.newUser(name), "phone");
        client.publishKeyPackages(1);
        return client;
    }
}
