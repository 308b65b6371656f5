package dev.epochal.simulation.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.CompactRange;
import dev.epochal.schema.record.GroupEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether every checkpoint that anybody was given is one of the final log: then any two of them agree.
final class CheckpointChecks {
    private final Evidence evidence;
    private final Findings findings;
    private final Map<ByteString, List<ByteString>> roots = new HashMap<>();

    CheckpointChecks(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    void check() {
        evidence.byGroup().forEach((groupId, events) -> roots.put(groupId, roots(events)));
        for (var sight : evidence.sights()) {
            if (sight instanceof Sight.Checkpointed seen) {
                check(seen);
            }
        }
    }

    /// The root of the tree of each size, from none on.
    private static List<ByteString> roots(List<GroupEvent> events) {
        var range = CompactRange.EMPTY;
        List<ByteString> roots = new ArrayList<>();
        roots.add(range.root());
        for (var event : events) {
            range = range.with(event.getHeader().getLeafHash());
            roots.add(range.root());
        }
        return roots;
    }

    private void check(Sight.Checkpointed seen) {
        var ofGroup = roots.getOrDefault(seen.groupId(), List.of());
        findings.require(
                seen.size() < ofGroup.size() && ofGroup.get((int) seen.size()).equals(seen.root()),
                Invariant.I13,
                "a checkpoint of " + seen.size() + " events isn't one of the final log");
        findings.require(
                seen.size() >= seen.atLeast(),
                Invariant.I13,
                "a checkpoint of " + seen.size() + " events leaves out what could be read a second before");
    }
}
