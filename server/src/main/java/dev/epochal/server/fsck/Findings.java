package dev.epochal.server.fsck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is found, in the order of the log. Thread-safe.
final class Findings {
    /// More than a person reads; a broken log must not fill the memory.
    private static final int KEPT_MAX = 1_000;

    private final List<Finding> kept = new ArrayList<>();
    private long count;

    synchronized void add(Finding finding) {
        count++;
        if (kept.size() < KEPT_MAX) {
            kept.add(finding);
        }
    }

    synchronized long count() {
        return count;
    }

    /// The first of them: those of the log, in its order, before those of rows.
    synchronized List<Finding> first() {
        return kept.stream()
                .sorted(Comparator.comparing((Finding finding) -> finding.kind().compareTo(Kind.ROW_MISSING) >= 0)
                        .thenComparing(Finding::place, Place.ORDER))
                .toList();
    }
}
