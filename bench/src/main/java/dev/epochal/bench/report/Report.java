package dev.epochal.bench.report;

import java.util.List;

/// All that one run measured.
///
/// @param name the run's name
/// @param environment where
/// @param durability when a write counts as done: `os` or `fsync`
/// @param figures the figures in the order of their measurement
/// @param goals the goals that they are held against
public record Report(String name, Environment environment, String durability, List<Figure> figures, List<Goal> goals) {
    /// Whether every answer was the expected one.
    public boolean isClean() {
        return figures.stream().allMatch(Figure::isClean);
    }
}
