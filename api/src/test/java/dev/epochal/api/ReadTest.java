package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.client.GroupEvent;
import dev.epochal.client.Octets;
import dev.epochal.client.SubmissionOutcome;
import dev.epochal.projections.read.ClientReads.WelcomeRow;
import dev.epochal.projections.read.Stay;
import dev.epochal.schema.record.ClaimedForCaller;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.PolicyChanged;
import dev.epochal.schema.record.PublishedKeyPackage;
import dev.epochal.schema.record.Verdict;
import dev.epochal.testkit.DevelopmentTokens;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ReadTest {
    private final RunningApi server = new RunningApi();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_member_sees_its_group() {
        server.reads.put(Samples.row(4, 2), Samples.ALICE, Samples.BOB);
        var state = server.client("bob").group(Samples.GROUP_ID, 4);
        assertThat(state.epoch()).isEqualTo(2);
        assertThat(state.members()).extracting(member -> member.user()).containsExactly("alice", "bob");
        assertThat(server.client("bob").groups()).hasSize(1);
        assertThat(server.client("carol").groups()).isEmpty();
        var info = server.client("bob").groupInfo(Samples.GROUP_ID, 0);
        assertThat(info.groupInfo()).isEqualTo(Octets.utf8("group info"));
        assertThat(info.seq()).isEqualTo(3);
        assertThat(info.epoch()).isEqualTo(2);
    }

    @Test
    void a_database_that_is_away_is_told_from_a_fault_of_the_server() {
        var group = "/v1/groups/" + Samples.GROUP_ID;
        server.reads.put(Samples.row(4, 2), Samples.ALICE);
        server.reads.beforeGroup = () -> {
            throw new IllegalStateException(new SQLTransientConnectionException("no connection is free"));
        };
        var away = server.get(group);
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.problem()).isEqualTo("read-model-away");
        assertThat(away.header("Retry-After")).isEqualTo("1");
        server.reads.beforeGroup = () -> {
            throw new IllegalStateException("a fault");
        };
        assertThat(server.get(group).problem()).isEqualTo("internal");
        server.reads.beforeGroup = () -> {};
        assertThat(server.get(group).status()).isEqualTo(200);
    }

    @Test
    @Tag("S49")
    void a_fault_of_the_server_is_told_without_its_inside() {
        server.reads.put(Samples.row(4, 2), Samples.ALICE);
        server.reads.beforeGroup = () -> {
            throw new IllegalStateException("select secret from canary", new SQLException("password=canary"));
        };
        var answer = server.get("/v1/groups/" + Samples.GROUP_ID);
        assertThat(answer.problem()).isEqualTo("internal");
        assertThat(answer.text()).doesNotContain("canary", "Exception", "dev.epochal", "at java");
    }

    @Test
    void each_read_of_a_group_names_what_the_server_vouches_for() {
        var expected =
                Map.of(Handshakes.HANDSHAKES_PUBLIC_VALUE, "verified", Handshakes.HANDSHAKES_PRIVATE_VALUE, "ordered");
        expected.forEach((handshakes, guarantee) -> {
            server.reads.put(Samples.row(4, 2, handshakes), Samples.ALICE);
            for (var resource : List.of("", "/events")) {
                assertThat(server.get(Samples.PATH + resource)
                                .json()
                                .path("guarantee")
                                .asText())
                        .isEqualTo(guarantee);
            }
            for (var resource : List.of("", "/group-info")) {
                assertThat(server.get(Samples.PATH + resource).header("Epochal-Guarantee"))
                        .isEqualTo(guarantee);
            }
        });
    }

    @Test
    void a_commit_names_the_components_that_only_members_understand() {
        server.reads.put(Samples.row(2, 2), Samples.ALICE);
        var verified = Samples.commit(1, 0, Samples.BOB, "verified");
        var onTrust = Samples.commit(2, 1, Samples.BOB, "on trust").toBuilder();
        onTrust.getCommitAcceptedBuilder().addTakenOnTrust(9);
        server.reads.put(Samples.GROUP, verified);
        server.reads.put(Samples.GROUP, onTrust.build());
        var events = server.get(Samples.PATH + "/events").json().path("events");
        assertThat(events.path(0).path("payload").has("takenOnTrust")).isFalse();
        assertThat(events.path(1).path("payload").path("takenOnTrust").path(0).asInt())
                .isEqualTo(9);
    }

    @Test
    void an_absent_and_a_foreign_group_look_the_same() {
        server.reads.put(Samples.row(4, 2), Samples.BOB);
        for (var resource : List.of("", "/events", "/group-info")) {
            var foreign = server.get(Samples.PATH + resource);
            var absent = server.get("/v1/groups/AAAA" + resource);
            assertThat(foreign.problem()).isEqualTo("unknown-group");
            assertThat(foreign.status()).isEqualTo(404);
            foreign.assertLooksLike(absent);
        }
    }

    @Test
    void a_read_waits_for_what_the_caller_wrote() {
        Thread.ofVirtual().start(() -> server.reads.put(Samples.row(4, 2), Samples.ALICE));
        assertThat(server.client("alice").group(Samples.GROUP_ID, 4).seq()).isEqualTo(4);
    }

    @Test
    void a_read_model_that_does_not_come_is_told() {
        server.reads.put(Samples.row(4, 2), Samples.ALICE);
        var reply = server.get(Samples.PATH + "?at_least=5");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.problem()).isEqualTo("read-model-behind");
        assertThat(reply.header("Retry-After")).isNotEmpty();
    }

    @Test
    void an_auditor_reads_the_groups_of_its_token_and_writes_nothing() {
        server.reads.put(Samples.row(4, 2), Samples.BOB);
        var token = new DevelopmentTokens(RunningApi.TOKENS.secret())
                .token("eve", "desk", "auditor", Duration.ofMinutes(1));
        var read = server.send(
                HttpRequest.newBuilder(server.uri().resolve(Samples.PATH)).header("Authorization", "Bearer " + token));
        assertThat(read.problem()).isEqualTo("unknown-group");
        var write = server.send(HttpRequest.newBuilder(server.uri().resolve(Samples.PATH + "/messages"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"AAEC\"}")));
        assertThat(write.status()).isEqualTo(403);
        assertThat(write.problem()).isEqualTo("forbidden-scope");
    }

    @Test
    void events_come_in_pages_by_seq() {
        server.reads.put(Samples.row(39, 40), Samples.ALICE);
        for (int seq = 0; seq < 40; seq++) {
            server.reads.put(Samples.GROUP, Samples.commit(seq, seq, Samples.BOB, "commit " + seq));
        }
        var first = server.client("alice").events(Samples.GROUP_ID, 0, 30, Duration.ZERO);
        assertThat(first.events()).hasSize(30);
        assertThat(first.next()).isEqualTo(30);
        assertThat(first.headSeq()).isEqualTo(39);
        var rest = server.client("alice").events(Samples.GROUP_ID, first.next(), 500, Duration.ZERO);
        assertThat(rest.events()).extracting(GroupEvent::seq).startsWith(30L).endsWith(39L);
        assertThat(rest.events().getFirst()).isInstanceOf(GroupEvent.CommitAccepted.class);
        assertThat(server.client("alice")
                        .events(Samples.GROUP_ID, 40, 500, Duration.ZERO)
                        .events())
                .isEmpty();
    }

    @Test
    void who_was_removed_reads_up_to_its_removal_and_is_told_that_nothing_follows() {
        server.reads.put(Samples.row(5, 6), Samples.ALICE);
        for (int seq = 0; seq < 6; seq++) {
            server.reads.put(Samples.GROUP, Samples.commit(seq, seq, Samples.ALICE, "commit " + seq));
        }
        server.reads.put(Samples.GROUP, Samples.BOB, new Stay(1, 1, true, OptionalLong.of(3), 4));
        var bob = server.client("bob");
        var page = bob.events(Samples.GROUP_ID, 0, 1, Duration.ZERO);
        assertThat(page.first()).isEqualTo(2);
        assertThat(page.events()).extracting(GroupEvent::seq).containsExactly(2L);
        assertThat(page.over()).isFalse();
        assertThat(page.headSeq()).isEqualTo(3);
        assertThat(page.epoch()).isEqualTo(4);
        var cursor = bob.follow(Samples.GROUP_ID, 0);
        assertThat(cursor.readTo(5)).extracting(GroupEvent::seq).containsExactly(2L, 3L);
        assertThat(cursor.isOver()).isTrue();
        assertThat(server.get(Samples.PATH + "/events?from=4&wait=25&at_least=5")
                        .json()
                        .path("over")
                        .asBoolean())
                .isFalse();
        assertThat(bob.events(Samples.GROUP_ID, 4, 10, Duration.ofSeconds(25)).over())
                .isTrue();
    }

    @Test
    void a_long_poll_answers_when_the_event_is_there() {
        server.reads.put(Samples.row(0, 0), Samples.ALICE);
        Thread.ofVirtual().start(() -> {
            server.reads.put(
                    Samples.GROUP,
                    Samples.commit(1, 0, Samples.BOB, "x").toBuilder()
                            .setPolicyChanged(PolicyChanged.newBuilder()
                                    .setPolicy(GroupPolicy.newBuilder().setAdd(Permission.PERMISSION_NOBODY)))
                            .build());
            server.reads.put(Samples.row(1, 0), Samples.ALICE);
        });
        var reply = server.get(Samples.PATH + "/events?from=1&wait=20");
        var event = reply.json().path("events").path(0);
        assertThat(event.path("type").asText()).isEqualTo("policy-changed");
        assertThat(event.path("payload").path("policy").path("add").asText()).isEqualTo("nobody");
    }

    @Test
    void welcomes_wait_for_their_recipient_until_acknowledged() {
        var octets = ByteString.copyFromUtf8("octets");
        server.reads.put(Samples.ALICE, new WelcomeRow(octets, Samples.GROUP, 3, 2, octets, octets));
        var alice = server.client("alice");
        var welcome = alice.welcomes(Duration.ofSeconds(5)).getFirst();
        assertThat(welcome.epoch()).isEqualTo(2);
        assertThat(server.client("bob").welcomes(Duration.ZERO)).isEmpty();
        server.log.accepts(DirectoryReceipt.getDefaultInstance());
        alice.acknowledgeWelcome(welcome.id());
        var command = server.log.lastDirectoryCommand();
        assertThat(command.getAcknowledgeWelcome().getWelcomeId()).isEqualTo(octets);
        assertThat(command.getUser()).isEqualTo("alice");
    }

    @Test
    void key_packages_are_published_counted_and_claimed() {
        var octets = ByteString.copyFromUtf8("octets");
        server.log.accepts(DirectoryReceipt.newBuilder()
                .addPublished(PublishedKeyPackage.newBuilder().setRef(octets))
                .setAvailable(1)
                .build());
        var alice = server.client("alice");
        var published = alice.publishKeyPackages(List.of(Octets.utf8("key package")));
        assertThat(published.refs()).containsExactly(Octets.utf8("octets"));
        assertThat(alice.keyPackageStock().getFirst().count()).isEqualTo(7);
        server.log.accepts(DirectoryReceipt.newBuilder()
                .addClaimed(ClaimedForCaller.newBuilder()
                        .setClient("phone")
                        .setRef(octets)
                        .setKeyPackage(octets))
                .addExhaustedClients("desk")
                .build());
        var claimed = alice.claimKeyPackages("bób", 1);
        assertThat(claimed.user()).isEqualTo("bób");
        assertThat(claimed.exhausted()).containsExactly("desk");
        var command = server.log.lastDirectoryCommand();
        assertThat(command.getUser()).isEqualTo("bób");
        assertThat(server.log.lastRecord().key()).isEqualTo(ByteString.copyFromUtf8("bób"));
        assertThat(command.getClaimKeyPackages().getCipherSuite()).isEqualTo(1);
    }

    @Test
    void two_claims_without_a_key_are_two_claims() {
        server.log.accepts(DirectoryReceipt.getDefaultInstance());
        server.post("/v1/users/bob/key-packages/claim", "{\"cipherSuite\":1}");
        var first = server.log.lastDirectoryCommand();
        server.post("/v1/users/bob/key-packages/claim", "{\"cipherSuite\":1}");
        assertThat(server.log.lastDirectoryCommand().getIdempotencyKey()).isNotEqualTo(first.getIdempotencyKey());
    }

    @Test
    void an_outcome_is_told_to_its_submitter_only() {
        var id = UUID.randomUUID();
        var octets = ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip());
        var verdict = Verdict.newBuilder()
                .setSubmissionId(octets)
                .setSubmittedBy(Samples.ALICE)
                .setGroupId(Samples.GROUP)
                .setGroupReceipt(ScriptedLog.receipt(3, 2));
        server.reads.put(id, verdict.build());
        assertThat(server.client("alice").submission(id))
                .get()
                .isInstanceOfSatisfying(
                        SubmissionOutcome.Accepted.class,
                        accepted -> assertThat(accepted.receipt().path("seq").asInt())
                                .isEqualTo(3));
        assertThat(server.client("bob").submission(id)).isEmpty();
        server.reads.put(Samples.row(3, 2), Samples.ALICE);
        server.reads.put(Samples.GROUP, Samples.commit(3, 1, Samples.BOB, "won"));
        server.reads.put(id, verdict.setRefusal(Samples.stale(1, 2, 3)).build());
        assertThat(server.client("alice").submission(id))
                .get()
                .isInstanceOfSatisfying(
                        SubmissionOutcome.Refused.class,
                        refused -> assertThat(refused.problem().members().has("winner"))
                                .isTrue());
    }
}
