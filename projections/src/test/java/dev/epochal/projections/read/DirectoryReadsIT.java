package dev.epochal.projections.read;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.projections.project.History.octets;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.project.Directory;
import dev.epochal.projections.project.History;
import dev.epochal.projections.project.Replay;
import dev.epochal.projections.wake.ReadModelSource;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.LowStock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What the read model tells of clients and KeyPackages.
@DisplayNameGeneration(ReplaceUnderscores.class)
class DirectoryReadsIT {
    private final DataSource dataSource = TestDatabase.empty();
    private final ReadModel reads = new ReadModel(dataSource);
    private final Replay<DirectoryEvent> directory = Replay.directory(dataSource);

    @Test
    void loads_whole_entries_of_users() {
        var bob = new Directory("bob");
        DirectoryEvent registered = bob.registered("laptop", List.of("key 1", "key 2"));
        DirectoryEvent published = bob.published("laptop", 50, "b", "a", "c");
        DirectoryEvent claimed = bob.claimed(ALICE, "laptop", "a");
        DirectoryEvent claimedNext = bob.claimed(ALICE, "laptop", "c");
        DirectoryEvent acknowledged = bob.acknowledged("laptop", octets("welcome"));
        DirectoryEvent removed = bob.removed("laptop", "phone");
        directory
                .with(registered, published, claimed, claimedNext, acknowledged, removed)
                .project(10);
        var state = requireNonNull(reads.users(Set.of("bob", "nobody"), 3, 1).get("bob"));
        assertThat(state.seq()).isEqualTo(5);
        assertThat(state.clients())
                .containsExactlyInAnyOrder(
                        new StateReads.StoredClient("laptop", List.of(octets("key 1"), octets("key 2")), false),
                        new StateReads.StoredClient("phone", List.of(), true));
        assertThat(state.keyPackages())
                .containsExactly(
                        new StateReads.StoredKeyPackage(
                                octets("b"),
                                octets("init key b"),
                                octets("encryption key b"),
                                "laptop",
                                true,
                                octets("KeyPackage b")),
                        new StateReads.StoredKeyPackage(
                                octets("a"),
                                octets("init key a"),
                                octets("encryption key a"),
                                "laptop",
                                false,
                                ByteString.EMPTY),
                        new StateReads.StoredKeyPackage(
                                octets("c"),
                                octets("init key c"),
                                octets("encryption key c"),
                                "laptop",
                                false,
                                octets("KeyPackage c")));
        assertThat(state.claims()).containsExactly(new StateReads.StoredClaim(2_003, "alice"));
        assertThat(state.recent())
                .containsExactly(claimedNext.toByteString(), acknowledged.toByteString(), removed.toByteString());
    }

    @Test
    void tells_what_has_become_of_a_key_package() {
        var bob = new Directory("bob");
        directory
                .with(
                        bob.published("laptop", 50, "a", "b"),
                        bob.claimed(ALICE, "laptop", "a"),
                        bob.registered("laptop", List.of("key"), "b"))
                .project(10);
        var claimed = reads.keyPackage(octets("a")).orElseThrow();
        assertThat(claimed.owner()).isEqualTo(History.identity("bob", "laptop"));
        assertThat(reads.keyPackageMessage(octets("a"))).contains(octets("KeyPackage a"));
        assertThat(reads.keyPackageMessage(octets("c"))).isEmpty();
        assertThat(claimed.claims()).isEqualTo(1);
        assertThat(claimed.claim()).contains(new DirectoryReads.Claim(ALICE, 2_001));
        assertThat(claimed.end()).isEmpty();
        assertThat(claimed.group()).isEmpty();
        var revoked = reads.keyPackage(octets("b")).orElseThrow();
        assertThat(revoked.claim()).isEmpty();
        assertThat(revoked.end()).contains(DirectoryEvent.BodyCase.CLIENT_REGISTERED);
        assertThat(reads.keyPackage(octets("c"))).isEmpty();
        assertThat(reads.directoryEvents("bob", 1, 1))
                .singleElement()
                .satisfies(event -> assertThat(event.getSeq()).isEqualTo(1));
    }

    @Test
    void counts_a_stock_by_suite_and_knows_when_it_is_low() {
        var bob = new Directory("bob");
        directory
                .with(
                        bob.published("laptop", 50, "a", "b", "c"),
                        bob.publishedLastResort("laptop", 50, "d"),
                        bob.claimed(ALICE, "laptop", "d", bob.low("laptop", 3, 3, 4)),
                        bob.claimed(ALICE, "laptop", "a", bob.low("laptop", 5, 0, 1)))
                .project(10);
        var laptop = History.identity("bob", "laptop");
        assertThat(reads.stock(laptop, 50))
                .containsExactly(
                        new DirectoryReads.StockRow(3, 2, true, true), new DirectoryReads.StockRow(5, 0, false, true));
        assertThat(reads.stock(laptop, 51))
                .containsExactly(
                        new DirectoryReads.StockRow(3, 0, false, true), new DirectoryReads.StockRow(5, 0, false, true));
        assertThat(reads.keyPackage(octets("d")).orElseThrow().claims()).isEqualTo(1);
        assertThat(reads.usersWithExpired(50, 10)).isEmpty();
        assertThat(reads.usersWithExpired(51, 10)).containsExactly("bob");
    }

    @Test
    void notes_each_time_that_a_stock_got_low() {
        var bob = new Directory("bob");
        var both = new LowStock[] {bob.low("laptop", 5, 0, 1), bob.low("laptop", 3, 3, 4), bob.low("phone", 3, 1, 4)};
        directory
                .with(
                        bob.published("laptop", 50, "a", "b"),
                        bob.claimed(ALICE, "laptop", "a", both),
                        bob.claimed(ALICE, "laptop", "b", bob.low("laptop", 3, 0, 4)))
                .project(10);
        var laptop = History.identity("bob", "laptop");
        var first = new StockNote(1, 2_001, List.of(new StockNote.Stock(3, 3, 4), new StockNote.Stock(5, 0, 1)));
        var second = new StockNote(2, 2_002, List.of(new StockNote.Stock(3, 0, 4)));
        assertThat(reads.stockNotes(laptop, 0, 10)).containsExactly(first, second);
        assertThat(reads.stockNotes(laptop, 0, 1)).containsExactly(first);
        assertThat(reads.stockNotes(laptop, 2, 10)).containsExactly(second);
        assertThat(reads.stockNotes(laptop, 3, 10)).isEmpty();
        assertThat(new ReadModelSource(dataSource).lowStocks(List.of(laptop, ALICE)))
                .isEqualTo(Map.of(laptop, 2L));
    }

    @Test
    void tells_the_clients_of_a_user_and_their_keys() {
        var bob = new Directory("bob");
        directory
                .with(
                        bob.registered("phone", List.of("old")),
                        bob.registered("laptop", List.of("key 1", "key 2")),
                        bob.registered("phone", List.of("new")),
                        bob.registered("tablet", List.of("key 3")),
                        bob.removed("phone", "tablet"))
                .project(1);
        assertThat(reads.directorySeq("bob")).isEqualTo(4);
        assertThat(reads.directorySeq("nobody")).isEqualTo(-1);
        assertThat(reads.clients("bob"))
                .containsExactly(
                        new DirectoryReads.ClientRow("laptop", List.of(octets("key 1"), octets("key 2")), 2_001, 2_001),
                        new DirectoryReads.ClientRow("phone", List.of(octets("new")), 2_000, 2_002));
        assertThat(reads.signatureKeys(List.of(
                        History.identity("bob", "phone"),
                        History.identity("bob", "tablet"),
                        History.identity("alice", "phone"))))
                .isEqualTo(Map.of(History.identity("bob", "phone"), List.of(octets("new"))));
        assertThat(reads.signatureKeys(List.of())).isEmpty();
    }
}
