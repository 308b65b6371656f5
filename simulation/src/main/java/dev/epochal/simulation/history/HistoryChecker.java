package dev.epochal.simulation.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares what a world leaves behind with what the server promises. It knows the log's records and nothing of the
/// code that writes them.
public final class HistoryChecker {
    private final Evidence evidence;
    private final Map<ByteString, List<GroupEvent>> groups;
    private final List<Violation> violations = new ArrayList<>();

    private HistoryChecker(Evidence evidence) {
        this.evidence = evidence;
        this.groups = evidence.byGroup();
    }

    /// Everything that is broken; empty if nothing is.
    public static List<Violation> check(Evidence evidence) {
        var checker = new HistoryChecker(evidence);
        checker.groups.values().forEach(checker::checkGroup);
        evidence.operations().forEach(checker::checkOperation);
        checker.checkVerdicts();
        return checker.violations;
    }

    private void require(boolean kept, Invariant invariant, String otherwise) {
        if (!kept) {
            violations.add(new Violation(invariant, otherwise));
        }
    }

    private void checkGroup(List<GroupEvent> events) {
        Set<ByteString> digests = new HashSet<>();
        Set<ByteString> keys = new HashSet<>();
        Set<Long> ended = new HashSet<>();
        long epoch = 0;
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            var header = event.getHeader();
            require(header.getSeq() == i, Invariant.I1, "event " + header.getSeq() + " stands at place " + i);
            if (event.hasCommitAccepted()) {
                require(
                        ended.add(header.getEpochBefore()),
                        Invariant.I2,
                        "epoch " + header.getEpochBefore() + " was ended twice");
                require(
                        header.getEpochBefore() == epoch && header.getEpochAfter() == epoch + 1,
                        Invariant.I3,
                        "event " + i + " leads from " + header.getEpochBefore() + " to " + header.getEpochAfter());
                epoch++;
            } else {
                require(header.getEpochAfter() == epoch, Invariant.I3, "event " + i + " is in another epoch");
            }
            require(digests.add(header.getBodyDigest()), Invariant.I6, "event " + i + " repeats a body");
            require(keys.add(header.getIdempotencyKey()), Invariant.I6, "event " + i + " repeats a key");
        }
    }

    private void checkOperation(Operation operation) {
        if (operation.isAccepted()) {
            var receipt = operation.answer().orElseThrow().getGroupReceipt();
            var events = groups.getOrDefault(operation.groupId(), List.of());
            boolean stands = receipt.getSeq() < events.size()
                    && events.get((int) receipt.getSeq())
                            .getHeader()
                            .getBodyDigest()
                            .equals(operation.command().getBodyDigest());
            require(stands, Invariant.I4, operation + " was acknowledged as event " + receipt.getSeq());
        }
        if (operation.isRefused()) {
            boolean stands = evidence.events().stream()
                    .anyMatch(event -> event.value()
                            .getHeader()
                            .getSubmissionId()
                            .equals(operation.command().getSubmissionId()));
            require(!stands, Invariant.I5, operation + " was refused and is an event");
        }
    }

    private void checkVerdicts() {
        Map<ByteString, Integer> counts = new HashMap<>();
        for (Verdict verdict : evidence.verdicts()) {
            counts.merge(verdict.getSubmissionId(), 1, Integer::sum);
        }
        for (var command : evidence.commands()) {
            int count = counts.getOrDefault(command.value().getSubmissionId(), 0);
            require(
                    count == 1,
                    count == 0 ? Invariant.I10 : Invariant.I16,
                    "the command at " + command.partition() + ":" + command.offset() + " has " + count + " verdicts");
        }
        require(
                evidence.verdicts().size() == evidence.commands().size(),
                Invariant.I16,
                evidence.verdicts().size() + " verdicts for "
                        + evidence.commands().size() + " commands");
    }
}
