package dev.epochal.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a figure is to reach.
///
/// @param text the goal in words
/// @param measured what was measured
/// @param floor what it is divided by: the floor of the same run, or 1 for a goal that is a number by itself
/// @param wanted the bound of the quotient
/// @param atLeast whether the bound is the least; else it is the most
public record Goal(String text, double measured, double floor, double wanted, boolean atLeast) {
    /// What was measured in terms of the floor.
    @JsonProperty
    public double ratio() {
        return measured / floor;
    }

    /// Whether it was reached.
    public boolean isMet() {
        return atLeast ? ratio() >= wanted : ratio() <= wanted;
    }

    /// Whether it is held against a floor.
    public boolean hasFloor() {
        return floor != 1;
    }
}
