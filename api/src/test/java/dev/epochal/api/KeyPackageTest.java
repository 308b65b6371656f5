package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.client.KeyPackages;
import dev.epochal.client.Octets;
import dev.epochal.projections.read.DirectoryReads.Claim;
import dev.epochal.projections.read.DirectoryReads.KeyPackageRow;
import dev.epochal.schema.record.ClaimedForCaller;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.KeyPackagesClaimed;
import dev.epochal.schema.record.LowStock;
import dev.epochal.schema.record.RateExceeded;
import dev.epochal.schema.record.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// KeyPackages over HTTP: what is asked, what is answered, and who may see what.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class KeyPackageTest {
    private static final ByteString REF = ByteString.copyFromUtf8("a KeyPackageRef");
    private static final Identity CAROL = ScriptedLog.identity("carol", "phone");

    private final RunningApi server = new RunningApi();

    @AfterEach
    void close() {
        server.close();
    }

    private static KeyPackageRow row(boolean lastResort, Optional<Claim> claim, Optional<ByteString> group) {
        return new KeyPackageRow(
                REF,
                Samples.ALICE,
                1,
                Long.MAX_VALUE,
                lastResort,
                1000,
                claim.isPresent() ? 1 : 0,
                claim,
                Optional.empty(),
                group);
    }

    private String state() {
        return server.client("alice")
                .directory()
                .keyPackage(Octets.of(REF.toByteArray()))
                .state();
    }

    @Test
    void tells_what_a_claim_wants_and_whether_it_got_one_of_last_resort() {
        server.log.accepts(DirectoryReceipt.newBuilder()
                .addClaimed(ClaimedForCaller.newBuilder()
                        .setClient("phone")
                        .setRef(REF)
                        .setKeyPackage(REF)
                        .setLastResort(true))
                .addIncapableClients("desk")
                .addExhaustedClients("watch")
                .build());

        var claimed = server.client("alice")
                .directory()
                .claim("bob", new KeyPackages.Wanted(2, List.of(6, 10), List.of(8), List.of()));

        assertThat(claimed.claimed().getFirst().lastResort()).isTrue();
        assertThat(claimed.incapable()).containsExactly("desk");
        var command = server.log.lastDirectoryCommand().getClaimKeyPackages();
        assertThat(command.getCipherSuite()).isEqualTo(2);
        assertThat(command.getRequired().getExtensionsList()).containsExactly(6, 10);
        assertThat(command.getRequired().getProposalsList()).containsExactly(8);
        assertThat(command.getRequired().getCredentialsList()).isEmpty();
        assertThat(server.registry
                        .counter("epochal.keypackages.served", "kind", "last_resort")
                        .count())
                .isEqualTo(1);
        assertThat(server.registry.counter("epochal.keypackages.exhausted").count())
                .isEqualTo(1);
    }

    @Test
    void refuses_capabilities_that_are_no_code_points() {
        var reply = server.post(
                "/v1/users/bob/key-packages/claim", "{\"cipherSuite\":1,\"required\":{\"extensions\":[65536]}}");
        assertThat(reply.problem()).isEqualTo("malformed-json");
    }

    @Test
    void tells_when_a_claim_may_be_tried_again() {
        server.log.refuses(Refusal.newBuilder()
                .setRateExceeded(RateExceeded.newBuilder().setRetryAfterMs(90_500))
                .build());

        var reply = server.post("/v1/users/bob/key-packages/claim", "{\"cipherSuite\":1}");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("91");
    }

    @Test
    void tells_an_owner_what_has_become_of_a_key_package() {
        server.reads.put(row(false, Optional.empty(), Optional.empty()));
        assertThat(state()).isEqualTo("published");
        server.reads.put(row(false, Optional.of(new Claim(Samples.BOB, 2000)), Optional.empty()));
        assertThat(state()).isEqualTo("claimed");
        server.reads.put(row(true, Optional.of(new Claim(Samples.BOB, 2000)), Optional.of(Samples.GROUP)));
        assertThat(state()).isEqualTo("published");
        server.reads.put(row(false, Optional.of(new Claim(Samples.BOB, 2000)), Optional.of(Samples.GROUP)));
        assertThat(state()).isEqualTo("consumed");
        var told =
                server.get("/v1/key-packages/" + Octets.of(REF.toByteArray())).json();
        assertThat(told.path("claimedBy").path("user").asText()).isEqualTo("bob");
        assertThat(told.path("groupId").asText()).isEqualTo(Samples.GROUP_ID.toString());
    }

    @Test
    void an_answer_includes_what_the_owner_has_just_done() {
        server.reads.put(row(false, Optional.empty(), Optional.empty()));
        server.reads.directoryReaches(4);
        var directory = server.client("alice").directory();
        assertThat(directory.keyPackage(Octets.of(REF.toByteArray()), 4).state())
                .isEqualTo("published");
        assertThat(server.get("/v1/key-packages?at_least=4").status()).isEqualTo(200);
        assertThat(server.get("/v1/key-packages?at_least=5").problem()).isEqualTo("read-model-behind");
    }

    @Test
    void shows_a_key_package_to_its_owner_and_its_claimer_only() {
        server.reads.put(row(false, Optional.of(new Claim(CAROL, 2000)), Optional.of(Samples.GROUP)));
        var target = "/v1/key-packages/" + Octets.of(REF.toByteArray());

        var forCarol = server.client("carol").directory().keyPackage(Octets.of(REF.toByteArray()));
        var forBob =
                server.send(server.request(target).setHeader("Authorization", "Bearer " + RunningApi.token("bob")));
        var asCarol =
                server.send(server.request(target).setHeader("Authorization", "Bearer " + RunningApi.token("carol")));

        assertThat(forCarol.keyPackage()).isEqualTo(Octets.utf8("key package"));
        assertThat(asCarol.json().has("groupId")).isFalse();
        assertThat(forBob.problem()).isEqualTo("unknown-key-package");
    }

    @Test
    void takes_key_packages_back_by_ref_or_by_key() {
        server.log.accepts(
                DirectoryReceipt.newBuilder().setSeq(5).addRevoked(REF).build());
        var alice = server.client("alice").directory();

        assertThat(alice.revoke(List.of(Octets.of(REF.toByteArray()))).revoked())
                .containsExactly(Octets.of(REF.toByteArray()));
        assertThat(server.log.lastDirectoryCommand().getRevokeKeyPackages().getRefsList())
                .containsExactly(REF);
        var first = server.log.lastDirectoryCommand().getIdempotencyKey();
        alice.revokeSignedBy(Octets.utf8("key"));
        assertThat(server.log.lastDirectoryCommand().getRevokeKeyPackages().getSignatureKey())
                .isEqualTo(ByteString.copyFromUtf8("key"));
        assertThat(server.log.lastDirectoryCommand().getIdempotencyKey()).isNotEqualTo(first);
        assertThat(server.post("/v1/key-packages/revoke", "{}").problem()).isEqualTo("malformed-json");
    }

    @Test
    void tells_an_owner_who_claimed_and_that_little_is_left() {
        server.reads.put(DirectoryEvent.newBuilder()
                .setUser("alice")
                .setSeq(0)
                .setAcceptedAtMs(1234)
                .setSubmittedBy(Samples.BOB)
                .setKeyPackagesClaimed(KeyPackagesClaimed.newBuilder()
                        .setCipherSuite(1)
                        .addClaimed(ClaimedKeyPackage.newBuilder()
                                .setClient("phone")
                                .setRef(REF))
                        .addLow(LowStock.newBuilder()
                                .setClient("phone")
                                .setCipherSuite(1)
                                .setAvailable(2)
                                .setLowWater(3)))
                .build());

        var events = server.client("alice").directory().events(0, Duration.ofSeconds(5));

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("key-packages-claimed");
            assertThat(event.by().user()).isEqualTo("bob");
            assertThat(event.acceptedAt().toEpochMilli()).isEqualTo(1234);
            assertThat(event.payload().path("claimed").path(0).path("ref").asText())
                    .isEqualTo(Octets.of(REF.toByteArray()).toString());
            assertThat(event.payload().path("low").path(0).path("available").asInt())
                    .isEqualTo(2);
        });
        assertThat(server.client("bob").directory().events(0, Duration.ZERO)).isEmpty();
        assertThat(server.get("/v1/directory/events?from=1").json().path("next").asInt())
                .isEqualTo(1);
    }
}
