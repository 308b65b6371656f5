package dev.epochal.simulation.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.GroupEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether the log itself is in order.
final class LogChecks {
    private final Evidence evidence;
    private final Findings findings;

    LogChecks(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    void check() {
        evidence.byGroup().values().forEach(this::check);
    }

    private void check(List<GroupEvent> events) {
        Set<ByteString> digests = new HashSet<>();
        Set<ByteString> keys = new HashSet<>();
        Set<ByteString> messages = new HashSet<>();
        Set<Long> ended = new HashSet<>();
        long epoch = 0;
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            var header = event.getHeader();
            long before = header.getEpochBefore();
            findings.require(header.getSeq() == i, Invariant.I1, "event " + header.getSeq() + " stands at place " + i);
            // The same policy may be meant twice.
            boolean fresh = digests.add(header.getBodyDigest()) || event.hasPolicyChanged();
            findings.require(fresh, Invariant.I6, "event " + i + " repeats a body");
            boolean said = event.hasMessageAccepted()
                    && !SealedEvents.isErased(event)
                    && !messages.add(event.getMessageAccepted().getMessage());
            findings.require(!said, Invariant.I6, "event " + i + " is the same message again");
            findings.require(keys.add(header.getIdempotencyKey()), Invariant.I6, "event " + i + " repeats a key");
            if (event.hasCommitAccepted()) {
                findings.require(ended.add(before), Invariant.I2, "epoch " + before + " was ended twice");
            }
            long after = event.hasCommitAccepted() ? epoch + 1 : epoch;
            findings.require(
                    before == epoch && header.getEpochAfter() == after,
                    Invariant.I3,
                    "event " + i + " leads from " + before + " to " + header.getEpochAfter());
            epoch = after;
        }
    }
}
