package dev.epochal.simulation.history;

import java.util.ArrayList;
import java.util.List;

/// Collects what is broken.
final class Findings {
    private final List<Violation> violations = new ArrayList<>();

    void require(boolean kept, Invariant invariant, String otherwise) {
        if (!kept) {
            violations.add(new Violation(invariant, otherwise));
        }
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }
}
