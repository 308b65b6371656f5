package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.client.CommitBundle;
import dev.epochal.client.Handshakes;
import dev.epochal.client.Octets;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.RegisteredClient;
import dev.epochal.schema.record.UnregisteredSignatureKey;
import dev.epochal.testkit.CommitPlan;
import dev.epochal.testkit.KeyPackageSecrets;
import dev.epochal.testkit.MlsGroup;
import dev.epochal.testkit.MlsIdentity;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Clients of users, and what the interface says about them to the decider.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class DirectoryTest {
    private static final ByteString KEY = ByteString.copyFromUtf8("a signature key");

    private final RunningApi server = new RunningApi();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void registers_the_callers_client_and_answers_when_reads_know_it() {
        server.log.accepts(DirectoryReceipt.newBuilder()
                .setSeq(3)
                .addRevoked(ByteString.copyFromUtf8("ref"))
                .build());
        server.reads.directoryReaches(3);

        var change = server.client("alice").directory().register("phone", List.of(Octets.utf8("a signature key")));

        assertThat(change.seq()).isEqualTo(3);
        assertThat(change.revoked()).containsExactly(Octets.utf8("ref"));
        var command = server.log.lastDirectoryCommand();
        assertThat(command.getUser()).isEqualTo("alice");
        assertThat(command.getRegisterClient().getClient()).isEqualTo("phone");
        assertThat(command.getRegisterClient().getSignatureKeysList()).containsExactly(KEY);
    }

    @Test
    void removes_a_client_of_the_user() {
        server.log.accepts(DirectoryReceipt.newBuilder().setSeq(4).build());
        server.reads.directoryReaches(9);

        assertThat(server.client("alice").directory().remove("old-phone").seq()).isEqualTo(4);
        assertThat(server.log.lastDirectoryCommand().getRemoveClient().getClient())
                .isEqualTo("old-phone");
    }

    @Test
    void lists_the_clients_of_a_user() {
        server.reads.register(Samples.BOB, KEY);
        server.reads.directoryReaches(1);

        var clients = server.client("alice").directory().clients("bob");

        assertThat(clients).singleElement().satisfies(client -> {
            assertThat(client.client()).isEqualTo("phone");
            assertThat(client.signatureKeys()).containsExactly(Octets.utf8("a signature key"));
            assertThat(client.changedAt().toEpochMilli()).isEqualTo(2000);
        });
        assertThat(server.client("alice").directory().clients("nobody")).isEmpty();
        assertThat(server.get("/v1/users/bob/clients?at_least=1")
                        .json()
                        .path("seq")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void refuses_names_that_nobody_can_have() {
        assertThat(server.get("/v1/users/%09/clients").problem()).isEqualTo("bad-parameter");
        var reply =
                server.send(server.request("/v1/clients/%20").method("DELETE", HttpRequest.BodyPublishers.noBody()));
        assertThat(reply.problem()).isEqualTo("bad-parameter");
    }

    @Test
    void attaches_what_is_registered_for_a_new_group() {
        server.log.accepts(ScriptedLog.receipt(0, 0));
        var alice = MlsIdentity.generate("alice", "phone");
        server.reads.register(Samples.ALICE, KEY);

        server.client("alice")
                .createGroup(MlsGroup.create(alice, Samples.GROUP_ID).groupInfo(), Handshakes.PUBLIC);

        assertThat(server.log.lastGroupCommand().getRegisteredClientsList())
                .containsExactly(registered(Samples.ALICE, KEY));
    }

    @Test
    void attaches_what_is_registered_for_the_adds_and_the_path_of_a_commit() {
        server.log.accepts(ScriptedLog.receipt(1, 1));
        var alice = MlsIdentity.generate("alice", "phone");
        var group = MlsGroup.create(alice, Samples.GROUP_ID);
        var bob = KeyPackageSecrets.generate(MlsIdentity.generate("bob", "phone"));
        server.reads.register(Samples.BOB, KEY);

        submit(group.stage(CommitPlan.add(List.of(bob.message()))).bundle());

        assertThat(server.log.lastGroupCommand().getRegisteredClientsList())
                .contains(registered(Samples.BOB, KEY))
                .allSatisfy(client -> assertThat(client.getIdentity()).isIn(Samples.ALICE, Samples.BOB));
    }

    @Test
    void says_so_when_nothing_is_registered_and_leaves_the_decision_to_the_decider() {
        server.log.refuses(Refusal.newBuilder()
                .setUnregisteredSignatureKey(
                        UnregisteredSignatureKey.newBuilder().setIdentity(Samples.BOB))
                .build());
        var alice = MlsIdentity.generate("alice", "phone");
        var group = MlsGroup.create(alice, Samples.GROUP_ID);
        var bob = KeyPackageSecrets.generate(MlsIdentity.generate("bob", "phone"));
        var bundle = group.stage(CommitPlan.add(List.of(bob.message()))).bundle();

        var reply = server.post(
                Samples.PATH + "/commits",
                "{\"commit\":\"%s\",\"welcome\":\"%s\",\"groupInfo\":\"%s\"}"
                        .formatted(bundle.commit(), bundle.welcome(), bundle.groupInfo()));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.problem()).isEqualTo("unregistered-signature-key");
        assertThat(reply.json().path("user").asText()).isEqualTo("bob");
        assertThat(reply.json().path("next").path("action").asText()).isEqualTo("register");
        assertThat(server.log.lastGroupCommand().getRegisteredClientsList()).contains(registered(Samples.BOB));
    }

    @Test
    void waits_for_what_the_directory_has_acknowledged_before_it_calls_anybody_a_stranger() {
        server.log.accepts(ScriptedLog.receipt(1, 1));
        var alice = MlsIdentity.generate("alice", "phone");
        var group = MlsGroup.create(alice, Samples.GROUP_ID);
        var bob = MlsIdentity.generate("bob", "phone");
        var key = ByteString.copyFrom(bob.signatureKey().toArray());
        var add = CommitPlan.add(List.of(KeyPackageSecrets.generate(bob).message()));
        server.log.endsAt(17);
        server.reads.beforePosition(() -> {
            server.reads.register(Samples.BOB, key);
            server.reads.follows(17);
        });

        submit(group.stage(add).bundle());

        assertThat(server.log.lastGroupCommand().getRegisteredClientsList()).contains(registered(Samples.BOB, key));
    }

    @Test
    void says_that_it_can_not_know_yet_when_the_read_model_stays_behind_the_directory() {
        var alice = MlsIdentity.generate("alice", "phone");
        server.log.endsAt(17);
        server.reads.follows(16);

        var reply = server.post(
                "/v1/groups",
                "{\"groupInfo\":\"%s\"}"
                        .formatted(MlsGroup.create(alice, Samples.GROUP_ID).groupInfo()));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.problem()).isEqualTo("read-model-behind");
        assertThat(server.log.count()).isZero();
    }

    private void submit(CommitBundle bundle) {
        assertThat(server.client("alice")
                        .submitCommit(Samples.GROUP_ID, bundle)
                        .orThrow()
                        .seq())
                .isEqualTo(1);
    }

    private static RegisteredClient registered(Identity identity, ByteString... keys) {
        return RegisteredClient.newBuilder()
                .setIdentity(identity)
                .addAllSignatureKeys(List.of(keys))
                .build();
    }
}
