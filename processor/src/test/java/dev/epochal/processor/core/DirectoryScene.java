package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.DirectorySnapshot.StoredDirectoryEvent;
import dev.epochal.processor.core.DirectorySnapshot.StoredKeyPackage;
import dev.epochal.schema.record.AcknowledgeWelcome;
import dev.epochal.schema.record.ClaimKeyPackages;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.PublishKeyPackages;
import dev.epochal.schema.record.PublishedKeyPackage;
import dev.epochal.schema.record.Refusal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One user's entry of the directory and its log, as far as a test has told it.
final class DirectoryScene {
    static final int SUITE = 1;
    private static final SignatureVerifier SIGNATURES = SignatureVerifier.fastest();

    final List<DirectoryEvent> events = new ArrayList<>();
    DirectoryState state;
    Limits limits = Limits.standard();
    long now = LiveClient.NOW_MS;
    private long offset;

    DirectoryScene(String user) {
        state = DirectoryState.empty(user);
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
        return new DirectoryDecider(SIGNATURES, limits).decide(state, command, new Arrival(position, now, List.of()));
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
        Map<ByteString, StoredKeyPackage> keyPackages = new LinkedHashMap<>();
        List<StoredDirectoryEvent> recent = new ArrayList<>();
        for (DirectoryEvent event : events) {
            for (PublishedKeyPackage published : event.getKeyPackagesPublished().getKeyPackagesList()) {
                keyPackages.put(
                        published.getRef(),
                        new StoredKeyPackage(
                                published.getRef(),
                                event.getKeyPackagesPublished().getClient(),
                                published.getCipherSuite(),
                                published.getNotAfter(),
                                published.getKeyPackage(),
                                false,
                                Identity.getDefaultInstance()));
            }
            for (ClaimedKeyPackage claimed : event.getKeyPackagesClaimed().getClaimedList()) {
                keyPackages.computeIfPresent(
                        claimed.getRef(),
                        (_, old) -> new StoredKeyPackage(
                                old.ref(),
                                old.client(),
                                old.cipherSuite(),
                                old.notAfter(),
                                old.keyPackage(),
                                true,
                                event.getSubmittedBy()));
            }
            recent.add(
                    new StoredDirectoryEvent(event.getIdempotencyKey(), event.getBodyDigest(), event.toByteString()));
        }
        int from = Math.max(0, recent.size() - DirectoryState.RECENT_MAX);
        return new DirectorySnapshot(
                state.user(), state.seq(), List.copyOf(keyPackages.values()), recent.subList(from, recent.size()));
    }
}
