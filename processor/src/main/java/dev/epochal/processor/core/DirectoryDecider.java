package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.follow.Observer;
import dev.epochal.schema.record.AcknowledgeWelcome;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.KeyPackagesClaimed;
import dev.epochal.schema.record.KeyPackagesPublished;
import dev.epochal.schema.record.WelcomeAcknowledged;
import java.util.Optional;

/// Decides what a command about a user's entry in the directory leads to. A pure function: equal arguments, equal
/// decision. Safe for use by several threads.
///
/// Throws for no input of a client. A command without a body that this version knows is the server's own defect: it
/// throws `IllegalArgumentException`.
public final class DirectoryDecider {
    private static final int WELCOME_ID_BYTES_MAX = 64;

    private final Authenticity authenticity;
    private final Limits limits;

    /// A decider with the one port of the core, whom it trusts, and the limits.
    public DirectoryDecider(Authenticity authenticity, Limits limits) {
        this.authenticity = authenticity;
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

    /// A body that is the same each time is meant anew each time, unless a key of its own says otherwise. A
    /// registration only repeats one that is in force.
    private static Optional<DirectoryState.Remembered> repeated(DirectoryState state, DirectoryCommand command) {
        boolean hasOwnKey = !command.getIdempotencyKey().equals(command.getBodyDigest());
        Optional<DirectoryState.Remembered> sameKey = hasOwnKey || !isMeantAnew(command)
                ? state.find(event ->
                        event.getIdempotencyKey().equals(command.getIdempotencyKey()) && isByCaller(event, command))
                : Optional.empty();
        if (sameKey.filter(fact -> !fact.event().getBodyDigest().equals(command.getBodyDigest()))
                .isPresent()) {
            throw Refusals.idempotencyKeyReused();
        }
        if (command.hasRegisterClient()) {
            return sameKey.or(() -> ClientChange.repeated(state, command));
        }
        if (isMeantAnew(command)) {
            return sameKey;
        }
        return sameKey.or(() -> state.find(
                event -> event.getBodyDigest().equals(command.getBodyDigest()) && isByCaller(event, command)));
    }

    private static boolean isMeantAnew(DirectoryCommand command) {
        return switch (command.getBodyCase()) {
            case CLAIM_KEY_PACKAGES, REGISTER_CLIENT, REVOKE_KEY_PACKAGES, EXPIRE_KEY_PACKAGES -> true;
            case PUBLISH_KEY_PACKAGES, ACKNOWLEDGE_WELCOME, REMOVE_CLIENT, BODY_NOT_SET -> false;
        };
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
        if (!command.hasClaimKeyPackages()) {
            checkOwner(command);
        }
        ClientChange clients = new ClientChange(state, command.getSubmittedBy(), limits);
        switch (command.getBodyCase()) {
            case PUBLISH_KEY_PACKAGES -> event.setKeyPackagesPublished(published(state, command, arrival));
            case CLAIM_KEY_PACKAGES -> event.setKeyPackagesClaimed(claimed(state, command, arrival));
            case ACKNOWLEDGE_WELCOME -> event.setWelcomeAcknowledged(acknowledged(command.getAcknowledgeWelcome()));
            case REGISTER_CLIENT -> event.setClientRegistered(clients.register(command.getRegisterClient()));
            case REMOVE_CLIENT ->
                event.setClientRemoved(clients.remove(command.getRemoveClient().getClient()));
            case REVOKE_KEY_PACKAGES ->
                event.setKeyPackagesRevoked(new StockEnd(state.holdings())
                        .revoke(command.getRevokeKeyPackages(), command.getSubmittedBy()));
            case EXPIRE_KEY_PACKAGES ->
                event.setKeyPackagesExpired(new StockEnd(state.holdings())
                        .expire(arrival.receivedAtSeconds(), limits.directory().lowWater()));
            case BODY_NOT_SET -> throw new IllegalArgumentException("A command without a body that this version knows");
        }
        return event.build();
    }

    private KeyPackagesPublished published(DirectoryState state, DirectoryCommand command, Arrival arrival) {
        Observer observer = authenticity.observer(limits.rules(1), arrival.receivedAtSeconds());
        return new PublishedBatch(state, command.getSubmittedBy(), limits, observer)
                .check(command.getPublishKeyPackages().getKeyPackagesList());
    }

    private KeyPackagesClaimed claimed(DirectoryState state, DirectoryCommand command, Arrival arrival) {
        Identity caller = command.getSubmittedBy();
        state.holdings()
                .claims()
                .require(
                        caller.getUser(),
                        arrival.receivedAtMs(),
                        limits.directory().claims());
        return StockClaim.of(
                state,
                command.getClaimKeyPackages(),
                caller,
                new StockClaim.Terms(
                        arrival.receivedAtSeconds(), limits.directory().lowWater()));
    }

    private WelcomeAcknowledged acknowledged(AcknowledgeWelcome acknowledgement) {
        ByteString welcomeId = acknowledgement.getWelcomeId();
        limits.checkSize("welcome_id", welcomeId.size(), WELCOME_ID_BYTES_MAX);
        return WelcomeAcknowledged.newBuilder().setWelcomeId(welcomeId).build();
    }

    private static void checkOwner(DirectoryCommand command) {
        if (!command.getUser().equals(command.getSubmittedBy().getUser())) {
            throw Refusals.keyPackageOwnerMismatch("The directory's entry");
        }
    }
}
