package dev.epochal.simulation.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupReceipt;
import dev.epochal.schema.record.WelcomeRecipient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether clients were told and shown the truth.
final class ClientChecks {
    private final Evidence evidence;
    private final Findings findings;
    private final Map<ByteString, List<GroupEvent>> groups;

    ClientChecks(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
        this.groups = evidence.byGroup();
    }

    void check() {
        Set<ByteString> submissions = new HashSet<>();
        evidence.events()
                .forEach(event -> submissions.add(event.value().getHeader().getSubmissionId()));
        for (var operation : evidence.operations()) {
            if (operation.isAccepted()) {
                checkReceipt(operation);
            }
            findings.require(
                    !operation.isRefused()
                            || !submissions.contains(operation.command().getSubmissionId()),
                    Invariant.I5,
                    operation + " was refused and is an event");
        }
        groups.keySet().forEach(this::checkOrder);
        evidence.sights().forEach(this::checkSight);
    }

    private List<GroupEvent> events(ByteString groupId) {
        return groups.getOrDefault(groupId, List.of());
    }

    private void checkReceipt(Operation operation) {
        var receipt = operation.answer().orElseThrow().getGroupReceipt();
        var events = events(operation.groupId());
        boolean stands = receipt.getSeq() < events.size();
        if (stands) {
            var header = events.get((int) receipt.getSeq()).getHeader();
            stands = header.getBodyDigest().equals(operation.command().getBodyDigest())
                    && header.getLeafHash().equals(receipt.getHead())
                    && header.getEpochAfter() == receipt.getEpoch();
        }
        findings.require(stands, Invariant.I4, operation + " was acknowledged as event " + receipt.getSeq());
    }

    /// Real time: whoever began after somebody else had an acknowledgement comes later on the log.
    private void checkOrder(ByteString groupId) {
        List<Operation> accepted = new ArrayList<>(evidence.operations().stream()
                .filter(operation -> operation.groupId().equals(groupId) && operation.isAccepted())
                .filter(operation -> !receiptOf(operation).getReplayed())
                .toList());
        List<Operation> byEnd = new ArrayList<>(accepted);
        accepted.sort(Comparator.comparingLong(Operation::invokedAt));
        byEnd.sort(Comparator.comparingLong(Operation::endedAt));
        long acknowledged = -1;
        int ended = 0;
        for (var operation : accepted) {
            while (ended < byEnd.size() && byEnd.get(ended).endedAt() < operation.invokedAt()) {
                acknowledged =
                        Math.max(acknowledged, receiptOf(byEnd.get(ended)).getSeq());
                ended++;
            }
            findings.require(
                    receiptOf(operation).getSeq() > acknowledged,
                    Invariant.I8,
                    operation + " began after event " + acknowledged + " was acknowledged");
        }
    }

    private static GroupReceipt receiptOf(Operation operation) {
        return operation.answer().orElseThrow().getGroupReceipt();
    }

    private void checkSight(Sight sight) {
        var events = events(sight.groupId());
        switch (sight) {
            case Sight.History(ByteString _, long size, ByteString head, Set<Long> erased) -> {
                boolean first = size <= events.size()
                        && (size == 0
                                || events.get((int) size - 1)
                                        .getHeader()
                                        .getLeafHash()
                                        .equals(head));
                findings.require(
                        first, Invariant.I7, "somebody read " + size + " events that aren't the first ones of the log");
                if (first) {
                    checkErased(events, (int) size, erased);
                }
            }
            case Sight.Acknowledged(ByteString _, long seq, boolean certain) ->
                findings.require(certain, Invariant.I4, "event " + seq + " was acknowledged before it was certain");
            case Sight.Welcomed(ByteString _, long seq, ByteString ref, ByteString welcome) ->
                findings.require(
                        seq < events.size() && welcomes(events.get((int) seq), ref, welcome),
                        Invariant.I15,
                        "somebody read a Welcome that event " + seq + " doesn't have for it");
            case Sight.Checkpointed _ -> {
                // CheckpointChecks looks at it.
            }
        }
    }

    /// The key of a payload may be gone a moment before the erasure can be read.
    private void checkErased(List<GroupEvent> events, int size, Set<Long> erased) {
        findings.require(
                erased.containsAll(erasedBy(events.subList(0, size))),
                Invariant.I18,
                "somebody read a payload together with the event that erased it");
        findings.require(
                erasedBy(events).containsAll(erased), Invariant.I18, "a payload is missing that nobody has erased");
    }

    private static Set<Long> erasedBy(List<GroupEvent> events) {
        Set<Long> erased = new HashSet<>();
        for (var event : events) {
            for (var range : event.getPayloadsErased().getRangesList()) {
                for (long seq = range.getFirst(); seq < range.getBehind(); seq++) {
                    if (seq < events.size() && events.get((int) seq).hasMessageAccepted()) {
                        erased.add(seq);
                    }
                }
            }
        }
        return erased;
    }

    private static boolean welcomes(GroupEvent event, ByteString ref, ByteString welcome) {
        var body = event.getCommitAccepted();
        return body.getWelcome().equals(welcome)
                && body.getWelcomeRecipientsList().stream()
                        .map(WelcomeRecipient::getKeyPackageRef)
                        .anyMatch(ref::equals);
    }
}
