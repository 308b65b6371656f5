package dev.epochal.simulation.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.ErasePayloads;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Refusal.ReasonCase;
import dev.epochal.schema.record.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/// What a group should answer, by a handful of rules that were written without looking at the server: a register that
/// holds the epoch, and a list of what was accepted.
///
/// It knows from the operation what the client meant, so it needs no MLS.
final class Model {
    private final Map<ByteString, Fact> byKey = new HashMap<>();
    private final Map<ByteString, Fact> byDigest = new HashMap<>();
    private long epoch = -1;
    private long seq = -1;
    private long messageEpochsBehindMax;
    private final Map<Long, Long> winners = new HashMap<>();
    private final Set<Long> messages = new HashSet<>();
    private final Set<Long> erased = new HashSet<>();

    /// Something accepted.
    private record Fact(long seq, ByteString digest, Identity caller) {}

    /// What the model expects.
    ///
    /// @param seq of the event that it is or was; -1 if refused
    /// @param refusal why it is refused; NOT_SET if it isn't
    record Answer(long seq, boolean replayed, ReasonCase refusal) {
        private static Answer refused(ReasonCase reason) {
            return new Answer(-1, false, reason);
        }

        /// What differs in a verdict; empty if nothing does.
        Optional<String> difference(Verdict verdict) {
            var receipt = verdict.getGroupReceipt();
            var given = new Answer(
                    verdict.hasGroupReceipt() ? receipt.getSeq() : -1,
                    receipt.getReplayed(),
                    verdict.getRefusal().getReasonCase());
            return given.equals(this) ? Optional.empty() : Optional.of("answered " + given + " instead of " + this);
        }
    }

    /// Decides the next command of the log.
    ///
    /// @param intent what the client did
    Answer decide(GroupCommand command, Operation.Intent intent) {
        var sameKey = Optional.ofNullable(byKey.get(command.getIdempotencyKey()));
        if (sameKey.filter(fact -> !fact.digest().equals(command.getBodyDigest()))
                .isPresent()) {
            return Answer.refused(ReasonCase.IDEMPOTENCY_KEY_REUSED);
        }
        var known = command.hasChangePolicy()
                ? sameKey
                : sameKey.or(() -> Optional.ofNullable(byDigest.get(command.getBodyDigest())));
        if (known.isPresent()) {
            return isOf(known.get(), command.getSubmittedBy())
                    ? new Answer(known.get().seq(), true, ReasonCase.REASON_NOT_SET)
                    : Answer.refused(ReasonCase.DUPLICATE_MESSAGE);
        }
        ReasonCase refusal = refusal(command, intent);
        return refusal == ReasonCase.REASON_NOT_SET ? accept(command) : Answer.refused(refusal);
    }

    private ReasonCase refusal(GroupCommand command, Operation.Intent intent) {
        if (command.hasCreateGroup()) {
            return epoch < 0 ? ReasonCase.REASON_NOT_SET : ReasonCase.GROUP_EXISTS;
        }
        if (epoch < 0) {
            return ReasonCase.UNKNOWN_GROUP;
        }
        if (command.hasErasePayloads()) {
            return erases(command.getErasePayloads()) ? ReasonCase.REASON_NOT_SET : ReasonCase.NOTHING_TO_ERASE;
        }
        boolean timeless = command.hasChangePolicy() || intent.unseenEpoch();
        long behindMax = command.hasSubmitMessage() ? messageEpochsBehindMax : 0;
        if (!timeless && intent.epoch() > epoch) {
            return ReasonCase.FUTURE_EPOCH;
        }
        return !timeless && epoch - intent.epoch() > behindMax ? ReasonCase.STALE_EPOCH : intent.flaw();
    }

    /// Nobody knows any more whose message it was that is erased.
    private boolean isOf(Fact fact, Identity caller) {
        boolean nobodys = messages.contains(fact.seq()) && erased.contains(fact.seq());
        return nobodys || fact.caller().equals(caller);
    }

    private boolean erases(ErasePayloads asked) {
        return asked.getRangesList().stream().allMatch(range -> range.getBehind() <= seq + 1)
                && seqs(asked).anyMatch(each -> !erased.contains(each));
    }

    private static LongStream seqs(ErasePayloads asked) {
        return asked.getRangesList().stream()
                .flatMapToLong(range -> LongStream.range(range.getFirst(), range.getBehind()));
    }

    private Answer accept(GroupCommand command) {
        seq++;
        if (command.hasCreateGroup()) {
            epoch = 0;
        } else if (command.hasChangePolicy()) {
            messageEpochsBehindMax = command.getChangePolicy().getPolicy().getMessageEpochsBehindMax();
        } else if (command.hasSubmitCommit()) {
            winners.put(epoch, seq);
            epoch++;
        } else if (command.hasSubmitMessage()) {
            messages.add(seq);
        } else if (command.hasErasePayloads()) {
            seqs(command.getErasePayloads()).forEach(erased::add);
        }
        var fact = new Fact(seq, command.getBodyDigest(), command.getSubmittedBy());
        byKey.put(command.getIdempotencyKey(), fact);
        byDigest.putIfAbsent(command.getBodyDigest(), fact);
        return new Answer(seq, false, ReasonCase.REASON_NOT_SET);
    }

    /// What differs in what the loser of a race is told; empty if nothing does.
    Optional<String> staleness(Verdict verdict, long submitted) {
        var stale = verdict.getRefusal().getStaleEpoch();
        boolean right = stale.getCurrentEpoch() == epoch
                && stale.getHeadSeq() == seq
                && stale.getSubmittedEpoch() == submitted
                && stale.getWinnerSeq() == winners.getOrDefault(submitted, -1L);
        return right
                ? Optional.empty()
                : Optional.of("was told " + stale + " in epoch " + epoch + " after event " + seq);
    }
}
