package dev.epochal.simulation.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether each command has its verdict, and whether that is the one that the model expects.
final class VerdictChecks {
    private final Evidence evidence;
    private final Findings findings;
    private final Map<ByteString, Model> models = new HashMap<>();
    private final Map<ByteString, Operation> operations = new HashMap<>();
    private final Map<ByteString, List<Verdict>> verdicts = new HashMap<>();

    VerdictChecks(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    void check() {
        for (var operation : evidence.operations()) {
            operations.put(operation.command().getSubmissionId(), operation);
        }
        for (var verdict : evidence.verdicts()) {
            verdicts.computeIfAbsent(verdict.getSubmissionId(), _ -> new ArrayList<>())
                    .add(verdict);
        }
        evidence.commands().forEach(this::check);
        for (var operation : evidence.operations()) {
            operation
                    .answer()
                    .ifPresent(answer -> findings.require(
                            verdicts.getOrDefault(answer.getSubmissionId(), List.of())
                                    .contains(answer),
                            Invariant.I9,
                            operation + " was told what stands nowhere"));
        }
        findings.require(
                evidence.verdicts().size() == evidence.commands().size() || evidence.positionsForgotten(),
                Invariant.I16,
                evidence.verdicts().size() + " verdicts for "
                        + evidence.commands().size() + " commands");
    }

    private void check(Evidence.Placed<GroupCommand> command) {
        var given = verdicts.getOrDefault(command.value().getSubmissionId(), List.of());
        String where = "the command at " + command.partition() + ":" + command.offset();
        findings.require(!given.isEmpty(), Invariant.I10, where + " has no verdict");
        long different =
                evidence.positionsForgotten() ? given.stream().distinct().count() : given.size();
        findings.require(different <= 1, Invariant.I16, where + " has " + given.size() + " verdicts");
        var operation = operations.get(command.value().getSubmissionId());
        if (operation == null) {
            return;
        }
        var model = models.computeIfAbsent(command.value().getGroupId(), _ -> new Model());
        for (var verdict : given) {
            if (verdict.getRefusal().hasStaleEpoch()) {
                model.staleness(verdict, operation.intent().epoch())
                        .ifPresent(difference -> findings.require(false, Invariant.I9, operation + " " + difference));
            }
        }
        var expected = model.decide(command.value(), operation.intent());
        for (var verdict : given) {
            expected.difference(verdict)
                    .ifPresent(difference -> findings.require(false, Invariant.I9, operation + " " + difference));
        }
    }
}
