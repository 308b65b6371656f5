package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.GroupEvent;
import dev.epochal.client.Octets;
import dev.epochal.schema.history.Checkpoint;
import dev.epochal.schema.history.MerkleProof;
import dev.epochal.schema.history.NoteKey;
import dev.epochal.testkit.MlsClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A group's history as a real server proves and exports it.
@ExtendWith(SharedServer.class)
class HistoryIT {
    private final Octets groupId = RunningServer.newGroupId();

    @TempDir
    Path folder;

    @Test
    void a_history_is_signed_proved_exported_and_audited(RunningServer server) throws IOException {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        long first = tell(server, alice);
        var kept = alice.http().checkpoint(groupId, first);
        long last = alice.update(groupId).receipt().seq();
        assertProofs(alice.http(), opened(kept.note(), kept.key()), last);

        var file = folder.resolve("history.jsonl");
        var auditor = server.http().withToken(() -> server.auditorToken(groupId));
        try (var history = auditor.history(groupId)) {
            Files.copy(history, file);
        }
        var note = Files.writeString(folder.resolve("checkpoint"), kept.note());
        var audit = Verb.run("audit", file.toString(), "--json", "--key", kept.key(), "--checkpoint", note.toString());
        assertThat(audit.exit()).as(audit.err() + audit.out()).isZero();
        var report = new ObjectMapper().readTree(audit.out());
        assertThat(report.path("intact").asBoolean()).isTrue();
        assertThat(report.path("events").asLong()).isEqualTo(last + 1);
        assertThat(report.path("checkpointsKept").asInt()).isOne();
        assertThat(report.path("treeHash").asText())
                .isEqualTo(alice.group(groupId).group().treeHash().toString());

        var lines = Files.readAllLines(file);
        lines.remove(2);
        var shorter = Files.write(folder.resolve("shorter.jsonl"), lines);
        var broken = Verb.run("audit", shorter.toString());
        assertThat(broken.exit()).isEqualTo(3);
        assertThat(broken.out()).contains("sequence: line 3, event 1");
    }

    @Test
    void what_an_administrator_erases_is_gone_for_all_and_the_history_still_checks(RunningServer server)
            throws IOException {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        long first = tell(server, alice);
        var stays = alice.group(groupId).send("This one stays.");
        assertThatThrownBy(() -> bob.http().erasePayloadsBefore(groupId, first, ""))
                .isInstanceOfSatisfying(
                        EpochalProblemException.class, e -> assertThat(e.name()).isEqualTo("unknown-group"));
        var receipt = alice.http().erasePayloadsBefore(groupId, first, "asked for");
        assertThatThrownBy(() -> alice.http().erasePayloads(groupId, List.of(first - 1), ""))
                .isInstanceOfSatisfying(
                        EpochalProblemException.class, e -> assertThat(e.name()).isEqualTo("nothing-to-erase"));

        alice.http().group(groupId, receipt.seq());
        var events = alice.http().events(groupId, 0, 500, Duration.ZERO).events();
        assertThat(events.get(Math.toIntExact(first - 1))).isInstanceOf(GroupEvent.MessageErased.class);
        assertThat(events.get(Math.toIntExact(stays.seq()))).isInstanceOf(GroupEvent.MessageAccepted.class);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        GroupEvent.PayloadsErased.class,
                        erased -> assertThat(erased.ranges()).containsExactly(new GroupEvent.Range(0, first)));
        Chain.verify(events);

        var file = folder.resolve("erased.jsonl");
        try (var history =
                server.http().withToken(() -> server.auditorToken(groupId)).history(groupId)) {
            Files.copy(history, file);
        }
        var audit = Verb.run("audit", file.toString(), "--json");
        assertThat(audit.exit()).as(audit.err() + audit.out()).isZero();
        var report = new ObjectMapper().readTree(audit.out());
        assertThat(report.path("messages").asLong()).isEqualTo(2);
        assertThat(report.path("erased").asLong()).isOne();
    }

    @Test
    void what_the_operator_orders_is_erased_whoever_the_members_are(RunningServer server) throws IOException {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        tell(server, alice);
        var said = alice.group(groupId).send("This has to go.");
        var seq = Long.toString(said.seq());
        var erased = server.beside(
                "erase", "--group", groupId.toString(), "--from", seq, "--to", seq, "--reason", "order 7", "--json");
        assertThat(erased.exit()).as(erased.err()).isZero();
        var receipt = new ObjectMapper().readTree(erased.out());
        assertThat(receipt.path("seq").asLong()).isEqualTo(said.seq() + 1);

        var events =
                alice.http().events(groupId, said.seq(), 500, Duration.ZERO).events();
        assertThat(events.getFirst()).isInstanceOf(GroupEvent.MessageErased.class);
        assertThat(events.getLast()).isInstanceOfSatisfying(GroupEvent.PayloadsErased.class, order -> {
            assertThat(order.by()).isEqualTo("operator");
            assertThat(order.reason()).isEqualTo("order 7");
            assertThat(order.ranges()).containsExactly(new GroupEvent.Range(said.seq(), said.seq() + 1));
        });
        var again = server.beside(
                "erase", "--group", groupId.toString(), "--from", seq, "--to", seq, "--reason", "order 8");
        assertThat(again.exit()).as(again.err()).isEqualTo(3);
        assertThat(again.err()).contains("refused: nothing-to-erase");
    }

    @Test
    void the_state_of_an_epoch_is_derived_from_what_the_server_exports(RunningServer server) throws IOException {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        tell(server, alice);
        var state = Verb.run(
                "state",
                groupId.toString(),
                "--at-epoch",
                "1",
                "--server",
                server.uri().toString(),
                "--data",
                server.data().toString());
        assertThat(state.exit()).as(state.err()).isZero();
        var derived = new ObjectMapper().readTree(state.out());
        var told = alice.http().epoch(groupId, 1);
        assertThat(derived.path("treeHash").asText()).isEqualTo(told.treeHash().toString());
        assertThat(derived.path("groupContext").asText())
                .isEqualTo(told.groupContext().toString());
        assertThat(derived.path("members")).hasSameSizeAs(told.members());
    }

    @Test
    void whole_histories_are_for_auditors_of_the_group(RunningServer server) {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        tell(server, alice);
        assertThatThrownBy(() -> alice.http().history(groupId))
                .isInstanceOfSatisfying(
                        EpochalProblemException.class, e -> assertThat(e.name()).isEqualTo("forbidden-scope"));
        var other = server.http().withToken(() -> server.auditorToken(RunningServer.newGroupId()));
        assertThatThrownBy(() -> other.history(groupId))
                .isInstanceOfSatisfying(
                        EpochalProblemException.class, e -> assertThat(e.name()).isEqualTo("unknown-group"));
    }

    private long tell(RunningServer server, MlsClient alice) {
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        bob.publishKeyPackages(1);
        alice.createGroup(groupId);
        alice.invite(groupId, List.of(bob.identity().user()));
        alice.group(groupId).send("Hello.");
        return alice.update(groupId).receipt().seq();
    }

    private static Checkpoint opened(String note, String key) {
        return Checkpoint.open(note, NoteKey.parse(key).orElseThrow()).orElseThrow();
    }

    private void assertProofs(EpochalClient http, Checkpoint kept, long last) {
        var newest = http.checkpoint(groupId, last);
        var head = opened(newest.note(), newest.key()).head();
        assertThat(head.size()).isEqualTo(last + 1);
        for (long seq = 0; seq <= last; seq++) {
            var proof = http.inclusionProof(groupId, seq);
            assertThat(proof.checkpoint()).isEqualTo(newest.note());
            assertThat(MerkleProof.includes(
                            seq, head.size(), hash(proof.leafHash()), hashes(proof.path()), head.root()))
                    .isTrue();
        }
        var consistency = http.consistencyProof(groupId, kept.head().size());
        assertThat(MerkleProof.extendsTo(kept.head(), head, hashes(consistency.path())))
                .isTrue();
    }

    private static List<ByteString> hashes(List<Octets> path) {
        return path.stream().map(HistoryIT::hash).toList();
    }

    private static ByteString hash(Octets octets) {
        return ByteString.copyFrom(octets.toArray());
    }
}
