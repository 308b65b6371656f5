package dev.epochal.simulation.history;

/// A promise that a history breaks.
public record Violation(Invariant invariant, String what) {
    @Override
    public String toString() {
        return invariant + " (" + invariant.promise() + "): " + what;
    }
}
