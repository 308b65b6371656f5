package dev.epochal.processor.core;

import dev.epochal.schema.history.Erasures;
import dev.epochal.schema.record.ErasePayloads;
import dev.epochal.schema.record.PayloadKeys;
import dev.epochal.schema.record.PayloadsErased;

/// An erasure of payloads after all that can be checked of it: an administrator of the group may ask for one, and the
/// operator of the server, whom the log knows by a mark that no client can set.
final class SubmittedErasure {
    private static final int RANGES_MAX = 1_000;
    private static final int REASON_OCTETS_MAX = 400;
    /// So many secrets fit into a record by far, and a group that can erase no single message more can still erase all
    /// before one.
    private static final int KEY_NODES_MAX = 16_384;

    private SubmittedErasure() {}

    /// Takes an erasure that somebody submits; checks in this order: sizes, membership, policy, events, age,
    /// keys. A frozen group takes it as well.
    ///
    /// @param nowMs when it was received by the log's clock
    static PayloadsErased of(ErasePayloads asked, Submission submission, long nowMs) {
        GroupState state = submission.state();
        Limits limits = submission.limits();
        limits.checkSize("ranges", asked.getRangesCount(), RANGES_MAX);
        limits.checkSize("reason", asked.getReasonBytes().size(), REASON_OCTETS_MAX);
        checkRight(asked.getByOperator(), submission);
        if (!Erasures.areInOrder(asked.getRangesList(), state.seq() + 1)) {
            throw Refusals.nothingToErase("The ranges are not events of the group, in order and apart.");
        }
        checkAge(asked, state, nowMs);
        PayloadKeys left = Erasures.without(state.payloadKeys(), asked.getRangesList(), state.seq() + 1);
        if (left.equals(state.payloadKeys())) {
            throw Refusals.nothingToErase("All of these payloads are erased already.");
        }
        limits.checkSize("keys that would be left", left.getNodesCount(), KEY_NODES_MAX);
        return PayloadsErased.newBuilder()
                .addAllRanges(asked.getRangesList())
                .setReason(asked.getReason())
                .setByOperator(asked.getByOperator())
                .setKeptMs(asked.getKeptMs())
                .build();
    }

    /// Whether a payload has been kept long enough is not for the clock to say of whoever asks: which events are older
    /// than a time follows from the history, and whether that time is long ago is said by the log's clock. Of the
    /// events that the group remembers each is looked at as well.
    private static void checkAge(ErasePayloads asked, GroupState state, long nowMs) {
        if (asked.getKeptMs() < 0) {
            throw Refusals.nothingToErase("No payload is kept for less than no time.");
        }
        if (asked.getKeptMs() == 0) {
            return;
        }
        long old = nowMs - asked.getKeptMs();
        boolean known = asked.getAcceptedBeforeMs() > 0 && asked.getAcceptedBeforeMs() <= old;
        boolean young = state.recent().events().stream()
                .anyMatch(event ->
                        event.header().getAcceptedAtMs() > old && Erasures.cover(asked.getRangesList(), event.seq()));
        if (!known || young) {
            throw Refusals.nothingToErase("Some of these payloads have not been kept as long as they are to be.");
        }
    }

    /// Refuses whoever may not erase.
    static void checkRight(boolean byOperator, Submission submission) {
        if (byOperator) {
            return;
        }
        Envelope.checkMember(submission.state(), submission.caller());
        if (!Policies.isAdministrator(submission.state(), submission.caller())) {
            throw Refusals.policy(Policies.ADMINISTRATORS);
        }
    }
}
