package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupCommand;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds out whether a command has become a fact before.
///
/// | idempotency key | body | caller | answer |
/// |---|---|---|---|
/// | known | the same | the same | the first receipt |
/// | known | another | any | refused: IdempotencyKeyReused |
/// | any | known | the same | the first receipt |
/// | any | known | another member | refused: DuplicateMessage |
///
/// For a stranger who repeats a member's bytes the command is decided like any other, so that it learns nothing; it
/// can't succeed. A ChangePolicy is no MLS message and may be meant twice: without a key of its own it only counts as
/// repeated while the policy is still in force.
final class Repeats {
    private final Optional<GroupState> state;
    private final GroupCommand command;
    private final List<EarlierEvent> earlier;

    Repeats(Optional<GroupState> state, GroupCommand command, List<EarlierEvent> earlier) {
        this.state = state;
        this.command = command;
        this.earlier = earlier;
    }

    /// The event that accepted the command before; refuses what contradicts it.
    Optional<EarlierEvent> find() {
        Optional<EarlierEvent> sameKey = find(
                recent -> recent.byKey(command.getIdempotencyKey()),
                event -> event.header().getIdempotencyKey(),
                command.getIdempotencyKey());
        if (sameKey.isPresent() && !isSameBody(sameKey.get())) {
            throw Refusals.idempotencyKeyReused();
        }
        if (command.hasChangePolicy() && !hasOwnKey()) {
            return sameKey.filter(_ -> isPolicyInForce()).filter(this::isForCaller);
        }
        if (command.hasChangePolicy()) {
            return sameKey;
        }
        return sameKey.or(() -> find(
                        recent -> recent.byDigest(command.getBodyDigest()),
                        event -> event.header().getBodyDigest(),
                        command.getBodyDigest()))
                .filter(this::isForCaller);
    }

    private Optional<EarlierEvent> find(
            Function<RecentEvents, Optional<EarlierEvent>> inMemory,
            Function<EarlierEvent, ByteString> field,
            ByteString wanted) {
        return state.map(GroupState::recent)
                .flatMap(inMemory)
                .or(() -> earlier.stream()
                        .filter(event -> field.apply(event).equals(wanted))
                        .max(Comparator.comparingLong(EarlierEvent::seq)));
    }

    private boolean isSameBody(EarlierEvent event) {
        return event.header().getBodyDigest().equals(command.getBodyDigest());
    }

    private boolean hasOwnKey() {
        return !command.getIdempotencyKey().equals(command.getBodyDigest());
    }

    private boolean isForCaller(EarlierEvent event) {
        if (event.header().getSubmittedBy().equals(command.getSubmittedBy())) {
            return true;
        }
        boolean member = state.filter(present -> present.hasMember(command.getSubmittedBy()))
                .isPresent();
        if (member && event.header().getSubmittedBy().getUser().isEmpty()) {
            // Whose message it was that is erased nobody knows any more. Who has its octets may know that it stands.
            return true;
        }
        if (member) {
            throw Refusals.duplicateMessage(event.seq());
        }
        return false;
    }

    private boolean isPolicyInForce() {
        return state.filter(
                        present -> Policies.inForce(command.getChangePolicy().getPolicy(), command.getSubmittedBy())
                                .equals(present.policy()))
                .isPresent();
    }
}
