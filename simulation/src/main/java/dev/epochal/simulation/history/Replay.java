package dev.epochal.simulation.history;

import com.google.protobuf.ByteString;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.Arrival;
import dev.epochal.processor.core.Authenticity;
import dev.epochal.processor.core.Decision;
import dev.epochal.processor.core.GroupDecider;
import dev.epochal.processor.core.GroupEvolution;
import dev.epochal.processor.core.GroupState;
import dev.epochal.processor.core.Limits;
import dev.epochal.projections.read.StateReads.StoredGroup;
import dev.epochal.schema.history.Erasures;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides the whole log of commands again, one after the other and with nothing going wrong, and compares.
final class Replay {
    private static final GroupDecider DECIDER =
            new GroupDecider(Authenticity.of(SignatureVerifier.fastest()), Limits.standard());

    private final Evidence evidence;
    private final Findings findings;
    private final Map<ByteString, GroupState> states = new HashMap<>();
    private final Map<Integer, List<GroupEvent>> events = new HashMap<>();
    private final Map<ByteString, Verdict> verdicts = new HashMap<>();

    Replay(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    void check() {
        evidence.commands().forEach(this::decide);
        Map<Integer, List<GroupEvent>> recorded = new HashMap<>();
        evidence.events()
                .forEach(event -> recorded.computeIfAbsent(event.partition(), _ -> new ArrayList<>())
                        .add(event.value()));
        findings.require(recorded.equals(events), Invariant.I17, "the events of some partition come out otherwise");
        for (var verdict : evidence.verdicts()) {
            findings.require(
                    verdict.equals(verdicts.get(verdict.getSubmissionId())),
                    Invariant.I17,
                    "a verdict comes out otherwise: " + verdict.getOutcomeCase());
        }
        evidence.rows().forEach(this::checkRows);
        findings.require(evidence.rows().keySet().equals(states.keySet()), Invariant.I11, "there are other groups");
    }

    private void decide(Evidence.Placed<GroupCommand> placed) {
        var command = placed.value();
        var position = Position.newBuilder()
                .setPartition(placed.partition())
                .setOffset(placed.offset())
                .build();
        var state = Optional.ofNullable(states.get(command.getGroupId()));
        var decision = DECIDER.decide(state, command, new Arrival(position, placed.timestampMs(), List.of()));
        verdicts.put(command.getSubmissionId(), decision.verdict());
        if (decision instanceof Decision.Accepted<GroupEvent>(GroupEvent event, Verdict _)) {
            states.put(command.getGroupId(), GroupEvolution.evolve(state, event));
            var same = events.computeIfAbsent(placed.partition(), _ -> new ArrayList<>());
            same.add(withoutRoot(event));
            if (event.hasPayloadsErased()) {
                same.replaceAll(before -> isErased(before, event) ? SealedEvents.erased(before) : before);
            }
        }
    }

    private static boolean isErased(GroupEvent before, GroupEvent erasure) {
        return before.getHeader().getGroupId().equals(erasure.getHeader().getGroupId())
                && Erasures.cover(
                        erasure.getPayloadsErased().getRangesList(),
                        before.getHeader().getSeq());
    }

    /// No event on the log has the root of the keys.
    private static GroupEvent withoutRoot(GroupEvent event) {
        if (!event.hasGroupCreated()) {
            return event;
        }
        return event.toBuilder()
                .setGroupCreated(event.getGroupCreated().toBuilder().clearPayloadRoot())
                .build();
    }

    /// What the read model took from the events is what the core derives from the messages.
    private void checkRows(ByteString groupId, StoredGroup rows) {
        var state = states.get(groupId);
        if (state == null) {
            return;
        }
        var derived = state.snapshot();
        boolean equal = derived.seq() == rows.seq()
                && derived.head().equals(rows.head())
                && derived.epoch() == rows.epoch()
                && derived.logId().equals(rows.logId())
                && derived.policy().equals(rows.policy())
                && derived.groupContext().equals(rows.groupContext())
                && derived.confirmationTag().equals(rows.confirmationTag())
                && derived.treeSize() == rows.treeSize()
                && derived.nodes().equals(rows.nodes())
                && derived.pending().size() == rows.pending().size()
                && derived.recent().size() == rows.recent().size()
                && derived.payloadKeys().equals(rows.payloadKeys());
        findings.require(equal, Invariant.I11, "the rows of a group after event " + rows.seq() + " are others");
    }
}
