package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.PublishedKeyPackage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recorded entries of the directory: replay, stored states, and whatever is changed in them.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class DirectoryHistoryTest {
    private final LiveClient phone = LiveClient.named("bob/phone");
    private final LiveClient laptop = LiveClient.named("bob/laptop");
    private final LiveClient alice = LiveClient.named("alice/phone");

    private static ByteString fresh(LiveClient client) {
        return client.withKeyPackageFor(30 * 86_400).keyPackage();
    }

    private static void assertSame(DirectoryState one, DirectoryState other) {
        assertThat(one.seq()).isEqualTo(other.seq());
        assertThat(one.holdings().clients()).isEqualTo(other.holdings().clients());
        assertThat(one.holdings().stock()).isEqualTo(other.holdings().stock());
        assertThat(one.holdings().claims()).isEqualTo(other.holdings().claims());
        assertThat(one.recent()).isEqualTo(other.recent());
        assertThat(one.holdings().seen().size())
                .isEqualTo(other.holdings().seen().size());
        assertThat(one.lastCommand()).isEqualTo(other.lastCommand());
        assertThat(one.weight()).isEqualTo(other.weight());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void live_state_and_replay_and_stored_state_are_one(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DirectoryScene scene = DirectoryScene.of(phone, laptop);
        scene.given(scene.publish(phone, fresh(phone)));
        Set<ByteString> served = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            LiveClient client = random.nextBoolean() ? phone : laptop;
            if (random.nextInt(3) == 0) {
                scene.given(scene.publish(client, fresh(client), fresh(client)));
            } else if (random.nextInt(10) == 0) {
                scene.given(scene.register(client, alice.publicSignatureKey()));
                scene.given(scene.register(client, client.publicSignatureKey()));
            } else if (scene.when(scene.claim(alice, 1)) instanceof Decision.Accepted<DirectoryEvent>) {
                DirectoryReceipt receipt = scene.given(scene.claim(alice, 1));
                receipt.getClaimedList()
                        .forEach(claimed ->
                                assertThat(served.add(claimed.getRef())).isTrue());
            }
            assertSame(DirectoryEvolution.restore(scene.stored()), scene.state);
        }
        DirectoryState replayed = DirectoryState.empty("bob");
        for (DirectoryEvent event : scene.events) {
            replayed = DirectoryEvolution.evolve(replayed, event);
        }
        assertSame(replayed, scene.state);
    }

    @Test
    void the_memory_is_bounded() {
        DirectoryScene scene = new DirectoryScene("bob");
        for (int i = 0; i <= DirectoryState.RECENT_MAX; i++) {
            scene.given(scene.acknowledge(phone, ByteString.copyFromUtf8("welcome " + i)));
        }
        assertThat(scene.state.recent()).hasSize(DirectoryState.RECENT_MAX);
        assertThat(scene.state.recallsEverySubmission()).isFalse();
        assertThat(scene.state.seq()).isEqualTo(DirectoryState.RECENT_MAX);
    }

    @TestFactory
    Stream<DynamicTest> a_changed_event_is_noticed() {
        DirectoryScene scene = DirectoryScene.of(phone);
        scene.given(scene.publish(phone, fresh(phone)));
        scene.given(scene.claim(alice, 1));
        scene.given(scene.publish(phone, fresh(phone), fresh(phone)));
        DirectoryState state = scene.state;
        scene.given(scene.claim(alice, 1));
        DirectoryEvent claim = scene.events.get(4);
        DirectoryEvent old = scene.events.get(2);
        PublishedKeyPackage published =
                scene.events.get(1).getKeyPackagesPublished().getKeyPackages(0);

        Map<String, Consumer<DirectoryEvent.Builder>> changes = new TreeMap<>();
        changes.put("user", event -> event.setUser("alice"));
        changes.put("seq", event -> event.setSeq(5));
        changes.put("order", event -> event.setCommand(state.lastCommand()));
        changes.put(
                "partition",
                event -> event.setCommand(Position.newBuilder().setPartition(9).setOffset(99)));
        changes.put("no body", DirectoryEvent.Builder::clearBody);
        changes.put("claimed before", event -> event.setKeyPackagesClaimed(old.getKeyPackagesClaimed()));
        changes.put(
                "another suite", event -> event.getKeyPackagesClaimedBuilder().setCipherSuite(2));
        changes.put(
                "claimed twice",
                event -> event.getKeyPackagesClaimedBuilder()
                        .addClaimed(claim.getKeyPackagesClaimed().getClaimed(0)));
        changes.put(
                "published before",
                event -> event.getKeyPackagesPublishedBuilder()
                        .setClient("phone")
                        .addKeyPackages(published));
        changes.put(
                "another ref",
                event -> event.getKeyPackagesPublishedBuilder()
                        .setClient("phone")
                        .addKeyPackages(published.toBuilder().setRef(Scene.filled(1))));
        changes.put(
                "garbage",
                event -> event.getKeyPackagesPublishedBuilder()
                        .setClient("phone")
                        .addKeyPackages(published.toBuilder().setKeyPackage(Scene.filled(1))));
        changes.putAll(changesOfClients(published));
        return changes.entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(change.getKey(), () -> {
                    DirectoryEvent.Builder event = claim.toBuilder();
                    change.getValue().accept(event);
                    assertThatThrownBy(() -> DirectoryEvolution.evolve(state, event.build()))
                            .isInstanceOf(DamagedHistoryException.class)
                            .hasMessageStartingWith("event ");
                }));
    }

    private Map<String, Consumer<DirectoryEvent.Builder>> changesOfClients(PublishedKeyPackage published) {
        Map<String, Consumer<DirectoryEvent.Builder>> changes = new TreeMap<>();
        changes.put(
                "registered, and others revoked",
                event -> event.getClientRegisteredBuilder()
                        .setClient("phone")
                        .addSignatureKeys(phone.publicSignatureKey())
                        .addRevoked(published.getRef()));
        changes.put(
                "registered, and none revoked",
                event -> event.getClientRegisteredBuilder()
                        .setClient("phone")
                        .addSignatureKeys(alice.publicSignatureKey()));
        changes.put(
                "removed, and none revoked",
                event -> event.getClientRemovedBuilder().setClient("phone"));
        changes.put(
                "somebody unknown removed",
                event -> event.getClientRemovedBuilder().setClient("laptop"));
        changes.put(
                "revoked twice",
                event -> event.getKeyPackagesRevokedBuilder().setClient("phone").addRefs(published.getRef()));
        changes.put(
                "expired twice",
                event -> event.getKeyPackagesExpiredBuilder()
                        .addClientsBuilder()
                        .setClient("phone")
                        .addRefs(published.getRef()));
        return changes;
    }

    @Test
    void a_stored_entry_that_contradicts_itself_is_noticed() {
        DirectoryScene scene = DirectoryScene.of(phone);
        scene.given(scene.publish(phone, fresh(phone)));
        scene.given(scene.claim(alice, 1));
        DirectorySnapshot good = scene.stored();
        List<ByteString> older = new ArrayList<>(good.recent());
        older.removeLast();

        List<DirectorySnapshot> damaged = List.of(
                new DirectorySnapshot("bob", good.seq(), good.clients(), good.keyPackages(), good.claims(), older),
                new DirectorySnapshot("bob", good.seq(), good.clients(), good.keyPackages(), good.claims(), List.of()),
                new DirectorySnapshot("bob", good.seq(), good.clients(), List.of(), good.claims(), good.recent()));

        assertThat(damaged)
                .allSatisfy(snapshot -> assertThatThrownBy(() -> DirectoryEvolution.restore(snapshot))
                        .isInstanceOf(DamagedHistoryException.class));
    }
}
