package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.schema.record.AcknowledgeWelcome;
import dev.epochal.schema.record.ClaimKeyPackages;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.ExpireKeyPackages;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.PublishKeyPackages;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.RegisterClient;
import dev.epochal.schema.record.RemoveClient;
import dev.epochal.schema.record.RequiredCapabilities;
import dev.epochal.schema.record.RevokeKeyPackages;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// One user's entry of the directory and its log, as far as a test has told it.
final class DirectoryScene {
    static final int SUITE = 1;
    private static final SignatureVerifier SIGNATURES = SignatureVerifier.fastest();

    final List<DirectoryEvent> events = new ArrayList<>();
    DirectoryState state;
    Limits limits = Limits.standard();
    Authenticity authenticity = Authenticity.of(SIGNATURES);
    long now = LiveClient.NOW_MS;
    private long offset;

    DirectoryScene(String user) {
        state = DirectoryState.empty(user);
    }

    /// An entry whose clients have registered.
    static DirectoryScene of(LiveClient... clients) {
        DirectoryScene scene = new DirectoryScene(clients[0].identity().getUser());
        for (LiveClient client : clients) {
            scene.given(scene.register(client, client.publicSignatureKey()));
        }
        return scene;
    }

    DirectoryCommand register(LiveClient caller, ByteString... signatureKeys) {
        return complete(
                caller,
                DirectoryCommand.newBuilder()
                        .setRegisterClient(RegisterClient.newBuilder()
                                .setClient(caller.identity().getClient())
                                .addAllSignatureKeys(List.of(signatureKeys))));
    }

    DirectoryCommand remove(LiveClient caller, String client) {
        return complete(
                caller,
                DirectoryCommand.newBuilder()
                        .setRemoveClient(RemoveClient.newBuilder().setClient(client)));
    }

    DirectoryCommand publish(LiveClient caller, ByteString... keyPackages) {
        return complete(
                caller,
                DirectoryCommand.newBuilder()
                        .setPublishKeyPackages(
                                PublishKeyPackages.newBuilder().addAllKeyPackages(List.of(keyPackages))));
    }

    DirectoryCommand claim(LiveClient caller, int cipherSuite) {
        return complete(
                caller,
                DirectoryCommand.newBuilder()
                        .setClaimKeyPackages(ClaimKeyPackages.newBuilder().setCipherSuite(cipherSuite)));
    }

    DirectoryCommand claim(LiveClient caller, RequiredCapabilities required) {
        return complete(
                caller,
                DirectoryCommand.newBuilder()
                        .setClaimKeyPackages(ClaimKeyPackages.newBuilder()
                                .setCipherSuite(SUITE)
                                .setRequired(required)));
    }

    DirectoryCommand revoke(LiveClient caller, RevokeKeyPackages.Builder what) {
        return complete(caller, DirectoryCommand.newBuilder().setRevokeKeyPackages(what));
    }

    /// By the server itself.
    DirectoryCommand expire() {
        DirectoryCommand command = complete(
                LiveClient.named(state.user() + "/nobody"),
                DirectoryCommand.newBuilder().setExpireKeyPackages(ExpireKeyPackages.getDefaultInstance()));
        return command.toBuilder()
                .setSubmittedBy(Identity.newBuilder().setUser(state.user()))
                .build();
    }

    DirectoryCommand acknowledge(LiveClient caller, ByteString welcomeId) {
        return complete(
                caller,
                DirectoryCommand.newBuilder()
                        .setAcknowledgeWelcome(AcknowledgeWelcome.newBuilder().setWelcomeId(welcomeId)));
    }

    private DirectoryCommand complete(LiveClient caller, DirectoryCommand.Builder command) {
        try {
            ByteString digest = ByteString.copyFrom(
                    MessageDigest.getInstance("SHA-256").digest(command.build().toByteArray()));
            return command.setSubmissionId(digest.substring(0, 16))
                    .setUser(state.user())
                    .setSubmittedBy(caller.identity())
                    .setIdempotencyKey(digest)
                    .setBodyDigest(digest)
                    .build();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static DirectoryCommand withKey(DirectoryCommand command, int key) {
        return command.toBuilder().setIdempotencyKey(Scene.filled(key)).build();
    }

    Decision<DirectoryEvent> when(DirectoryCommand command) {
        offset++;
        Position position =
                Position.newBuilder().setPartition(1).setOffset(offset).build();
        return new DirectoryDecider(authenticity, limits).decide(state, command, new Arrival(position, now, List.of()));
    }

    DirectoryReceipt given(DirectoryCommand command) {
        Decision<DirectoryEvent> decision = when(command);
        assertThat(decision).as(decision.verdict().toString()).isInstanceOf(Decision.Accepted.class);
        DirectoryEvent event = ((Decision.Accepted<DirectoryEvent>) decision).event();
        state = DirectoryEvolution.evolve(state, event);
        events.add(event);
        return decision.verdict().getDirectoryReceipt();
    }

    DirectoryReceipt repeated(DirectoryCommand command) {
        Decision<DirectoryEvent> decision = when(command);
        assertThat(decision).as(decision.verdict().toString()).isInstanceOf(Decision.Repeated.class);
        return decision.verdict().getDirectoryReceipt();
    }

    Refusal refused(DirectoryCommand command) {
        Decision<DirectoryEvent> decision = when(command);
        assertThat(decision).as(decision.verdict().toString()).isInstanceOf(Decision.Refused.class);
        assertThat(decision.verdict().getRefusal().getDetail()).isNotBlank();
        return decision.verdict().getRefusal();
    }

    /// The entry as the read model would hold it, from the events alone.
    DirectorySnapshot stored() {
        return new StoredEntry(events).snapshot(state.user());
    }
}
