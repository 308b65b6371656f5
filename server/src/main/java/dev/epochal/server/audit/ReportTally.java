package dev.epochal.server.audit;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.report.CommitReport;
import dev.epochal.schema.history.CompactRange;
import dev.epochal.schema.history.MemberCheckpoint;
import dev.epochal.schema.record.CommitReported;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Compares what members report with what follows from the history. What is wrong with a report speaks against the
/// member, or for another history that it was shown; it is counted, and is no difference. Used by one thread.
final class ReportTally {
    private static final int EPOCHS_MAX = 4_096;
    private static final int HEADS_MAX = 4_096;

    private final Map<Long, Epoch> epochs = new LinkedHashMap<>();
    /// The newest ones, one for each event.
    private final Deque<CompactRange> ranges = new ArrayDeque<>();
    private long applied;
    private long failed;
    private long stray;
    private long heads;
    private long strayHeads;

    /// What members of an epoch have to agree about.
    private static final class Epoch {
        private final Octets transcriptHash;
        private Octets authenticatorHash = Octets.EMPTY;

        private Epoch(Octets transcriptHash) {
            this.transcriptHash = transcriptHash;
        }

        private boolean agrees(CommitReport report) {
            if (!report.confirmedTranscriptHash().equals(transcriptHash)) {
                return false;
            }
            if (authenticatorHash.isEmpty()) {
                authenticatorHash = report.authenticatorHash();
            }
            return report.authenticatorHash().isEmpty()
                    || report.authenticatorHash().equals(authenticatorHash);
        }
    }

    /// An epoch began. Of very long histories the newest epochs are remembered.
    void began(GroupContext context) {
        epochs.put(context.epoch(), new Epoch(context.confirmedTranscriptHash()));
        if (epochs.size() > EPOCHS_MAX) {
            epochs.remove(epochs.keySet().iterator().next());
        }
    }

    /// The history has come so far. Heads of much older ones can't be compared, and aren't counted.
    void reached(CompactRange range) {
        ranges.add(range);
        if (ranges.size() > HEADS_MAX) {
            ranges.remove();
        }
    }

    /// What a Commit says of the history before it.
    void take(Optional<MemberCheckpoint> seen) {
        seen.filter(head -> ranges.isEmpty() || head.size() >= ranges.getFirst().size())
                .ifPresent(head -> {
                    boolean same = ranges.stream()
                            .anyMatch(range ->
                                    range.size() == head.size() && range.root().equals(head.root()));
                    heads += same ? 1 : 0;
                    strayHeads += same ? 0 : 1;
                });
    }

    /// A member reported; its signature is verified elsewhere.
    void take(CommitReported event) {
        CommitReport report = CommitReport.parse(octets(event.getReport()));
        Epoch epoch = epochs.get(report.epoch());
        if (report.outcome() == CommitReport.Outcome.APPLIED) {
            applied++;
        } else {
            failed++;
        }
        if (epoch != null && !epoch.agrees(report)) {
            stray++;
        }
    }

    AuditReport.Reports reports() {
        return new AuditReport.Reports(applied, failed, stray, heads, strayHeads);
    }

    private static Octets octets(ByteString bytes) {
        return Octets.copyOf(bytes.toByteArray());
    }
}
