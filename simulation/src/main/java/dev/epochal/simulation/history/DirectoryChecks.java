package dev.epochal.simulation.history;

import com.google.protobuf.ByteString;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.Arrival;
import dev.epochal.processor.core.Authenticity;
import dev.epochal.processor.core.Decision;
import dev.epochal.processor.core.DirectoryDecider;
import dev.epochal.processor.core.DirectoryEvolution;
import dev.epochal.processor.core.DirectoryState;
import dev.epochal.processor.core.Limits;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether the directory gave each KeyPackage away once, answered everybody, and would do the same again.
final class DirectoryChecks {
    private static final DirectoryDecider DECIDER =
            new DirectoryDecider(Authenticity.of(SignatureVerifier.fastest()), Limits.standard());

    private final Evidence.Directory directory;
    private final boolean positionsForgotten;
    private final Findings findings;

    /// The idempotency key of the claim that took a KeyPackage.
    private final Map<ByteString, ByteString> takenBy = new HashMap<>();

    DirectoryChecks(Evidence evidence, Findings findings) {
        this.directory = evidence.directory();
        this.positionsForgotten = evidence.positionsForgotten();
        this.findings = findings;
    }

    void check() {
        checkLog();
        directory.requests().forEach(this::checkGiven);
        checkVerdicts();
        replay();
    }

    private void checkLog() {
        Map<String, Long> seqs = new HashMap<>();
        Set<ByteString> published = new HashSet<>();
        for (var placed : directory.events()) {
            var event = placed.value();
            long expected = seqs.getOrDefault(event.getUser(), 0L);
            seqs.put(event.getUser(), expected + 1);
            findings.require(
                    event.getSeq() == expected,
                    Invariant.I1,
                    "event " + event.getSeq() + " of " + event.getUser() + " stands at place " + expected);
            event.getKeyPackagesPublished()
                    .getKeyPackagesList()
                    .forEach(each -> findings.require(
                            published.add(each.getRef()), Invariant.I6, "a KeyPackage was published twice"));
            for (var claimed : event.getKeyPackagesClaimed().getClaimedList()) {
                findings.require(
                        published.contains(claimed.getRef())
                                && takenBy.putIfAbsent(claimed.getRef(), event.getIdempotencyKey()) == null,
                        Invariant.I14,
                        "event " + event.getSeq() + " of " + event.getUser() + " claims what isn't there any more");
            }
        }
    }

    /// What a client was given is what its own claim took, and nobody else's.
    private void checkGiven(DirectoryRequest request) {
        for (var given : request.given()) {
            findings.require(
                    request.command().getIdempotencyKey().equals(takenBy.get(given.getRef())),
                    Invariant.I14,
                    "somebody was given a KeyPackage of " + request.command().getUser() + " that it had not claimed");
        }
    }

    private void checkVerdicts() {
        Map<ByteString, List<Verdict>> verdicts = new HashMap<>();
        for (var verdict : directory.verdicts()) {
            verdicts.computeIfAbsent(verdict.getSubmissionId(), _ -> new ArrayList<>())
                    .add(verdict);
        }
        for (var command : directory.commands()) {
            var given = verdicts.getOrDefault(command.value().getSubmissionId(), List.of());
            String where = "the directory's command at " + command.partition() + ":" + command.offset();
            findings.require(!given.isEmpty(), Invariant.I10, where + " has no verdict");
            long different = positionsForgotten ? given.stream().distinct().count() : given.size();
            findings.require(different <= 1, Invariant.I16, where + " has " + given.size() + " verdicts");
        }
    }

    private void replay() {
        Map<String, DirectoryState> states = new HashMap<>();
        Map<Integer, List<DirectoryEvent>> again = new HashMap<>();
        Map<ByteString, Verdict> verdicts = new HashMap<>();
        for (var placed : directory.commands()) {
            var command = placed.value();
            var state = states.getOrDefault(command.getUser(), DirectoryState.empty(command.getUser()));
            var decision = DECIDER.decide(state, command, arrival(placed));
            verdicts.put(command.getSubmissionId(), decision.verdict());
            if (decision instanceof Decision.Accepted<DirectoryEvent>(DirectoryEvent event, Verdict _)) {
                states.put(command.getUser(), DirectoryEvolution.evolve(state, event));
                again.computeIfAbsent(placed.partition(), _ -> new ArrayList<>())
                        .add(event);
            }
        }
        Map<Integer, List<DirectoryEvent>> recorded = new HashMap<>();
        directory
                .events()
                .forEach(event -> recorded.computeIfAbsent(event.partition(), _ -> new ArrayList<>())
                        .add(event.value()));
        findings.require(recorded.equals(again), Invariant.I17, "the directory's events come out otherwise");
        for (var verdict : directory.verdicts()) {
            findings.require(
                    verdict.equals(verdicts.get(verdict.getSubmissionId())),
                    Invariant.I17,
                    "a verdict of the directory comes out otherwise: " + verdict.getOutcomeCase());
        }
    }

    private static Arrival arrival(Evidence.Placed<DirectoryCommand> placed) {
        var position = Position.newBuilder()
                .setPartition(placed.partition())
                .setOffset(placed.offset())
                .build();
        return new Arrival(position, placed.timestampMs(), List.of());
    }
}
