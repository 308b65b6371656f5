package dev.epochal.processor.core;

import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.follow.Observer;
import dev.epochal.schema.record.ClaimKeyPackages;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.KeyPackagesClaimed;
import dev.epochal.schema.record.WelcomeAcknowledged;
import java.util.Optional;

/// Decides what a command about a user's entry in the directory leads to. A pure function: equal arguments, equal
/// decision. Safe for use by several threads.
///
/// Throws for no input of a client. A command without a body that this version knows is the server's own defect: it
/// throws `IllegalArgumentException`.
public final class DirectoryDecider {
    private static final int WELCOME_ID_BYTES_MAX = 64;

    private final SignatureVerifier signatures;
    private final Limits limits;

    /// A decider with the one port of the core, and the limits.
    public DirectoryDecider(SignatureVerifier signatures, Limits limits) {
        this.signatures = signatures;
        this.limits = limits;
    }

    /// Decides: first whether the command has become a fact before, then whether it can become one.
    public Decision<DirectoryEvent> decide(DirectoryState state, DirectoryCommand command, Arrival arrival) {
        DirectoryVerdicts verdicts = new DirectoryVerdicts(command, arrival);
        try {
            Optional<DirectoryState.Remembered> repeated = repeated(state, command);
            if (repeated.isPresent()) {
                return new Decision.Repeated<>(verdicts.receipt(repeated.get(), state, true));
            }
            DirectoryEvent event = event(state, command, arrival);
            DirectoryState after = DirectoryEvolution.evolve(state, event);
            return new Decision.Accepted<>(
                    event, verdicts.receipt(after.recent().getLast(), after, false));
        } catch (RefusedSubmissionException e) {
            return new Decision.Refused<>(verdicts.refusal(e.refusal()));
        }
    }

    /// A claim without a key of its own is always meant anew: its body is the same each time.
    private static Optional<DirectoryState.Remembered> repeated(DirectoryState state, DirectoryCommand command) {
        boolean hasOwnKey = !command.getIdempotencyKey().equals(command.getBodyDigest());
        if (command.hasClaimKeyPackages() && !hasOwnKey) {
            return Optional.empty();
        }
        Optional<DirectoryState.Remembered> sameKey = state.find(
                event -> event.getIdempotencyKey().equals(command.getIdempotencyKey()) && isByCaller(event, command));
        if (sameKey.filter(fact -> !fact.event().getBodyDigest().equals(command.getBodyDigest()))
                .isPresent()) {
            throw Refusals.idempotencyKeyReused();
        }
        if (command.hasClaimKeyPackages()) {
            return sameKey;
        }
        return sameKey.or(() -> state.find(
                event -> event.getBodyDigest().equals(command.getBodyDigest()) && isByCaller(event, command)));
    }

    private static boolean isByCaller(DirectoryEvent event, DirectoryCommand command) {
        return event.getSubmittedBy().equals(command.getSubmittedBy());
    }

    private DirectoryEvent event(DirectoryState state, DirectoryCommand command, Arrival arrival) {
        DirectoryEvent.Builder event = DirectoryEvent.newBuilder()
                .setUser(command.getUser())
                .setSeq(state.seq() + 1)
                .setAcceptedAtMs(arrival.receivedAtMs())
                .setSubmittedBy(command.getSubmittedBy())
                .setSubmissionId(command.getSubmissionId())
                .setCommand(arrival.command())
                .setIdempotencyKey(command.getIdempotencyKey())
                .setBodyDigest(command.getBodyDigest());
        switch (command.getBodyCase()) {
            case PUBLISH_KEY_PACKAGES -> {
                checkOwner(command);
                Observer observer = new Observer(signatures, limits.rules(1), arrival.receivedAtSeconds());
                event.setKeyPackagesPublished(new PublishedBatch(state, command.getSubmittedBy(), limits, observer)
                        .check(command.getPublishKeyPackages().getKeyPackagesList()));
            }
            case CLAIM_KEY_PACKAGES ->
                event.setKeyPackagesClaimed(claim(state, command.getClaimKeyPackages(), arrival.receivedAtSeconds()));
            case ACKNOWLEDGE_WELCOME -> {
                checkOwner(command);
                limits.checkSize(
                        "welcome_id",
                        command.getAcknowledgeWelcome().getWelcomeId().size(),
                        WELCOME_ID_BYTES_MAX);
                event.setWelcomeAcknowledged(WelcomeAcknowledged.newBuilder()
                        .setWelcomeId(command.getAcknowledgeWelcome().getWelcomeId()));
            }
            case BODY_NOT_SET -> throw new IllegalArgumentException("A command without a body that this version knows");
        }
        return event.build();
    }

    private static void checkOwner(DirectoryCommand command) {
        if (!command.getUser().equals(command.getSubmittedBy().getUser())) {
            throw Refusals.keyPackageOwnerMismatch("The directory's entry");
        }
    }

    /// The oldest KeyPackage of each client of the user. The clients are taken in the order of their names.
    private static KeyPackagesClaimed claim(DirectoryState state, ClaimKeyPackages claim, long nowSeconds) {
        KeyPackagesClaimed.Builder claimed = KeyPackagesClaimed.newBuilder().setCipherSuite(claim.getCipherSuite());
        for (String client : state.stock().keySet()) {
            state.oldest(client, claim.getCipherSuite(), nowSeconds)
                    .ifPresentOrElse(
                            keyPackage -> claimed.addClaimed(ClaimedKeyPackage.newBuilder()
                                    .setClient(client)
                                    .setRef(keyPackage.ref())),
                            () -> claimed.addExhaustedClients(client));
        }
        if (claimed.getClaimedCount() == 0) {
            throw Refusals.noKeyPackages();
        }
        return claimed.build();
    }
}
