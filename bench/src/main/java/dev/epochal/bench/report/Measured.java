package dev.epochal.bench.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// The figures of a whole run, to be found by name and pace.
///
/// @param before the floors before the workloads
/// @param workloads the workloads
/// @param after the floors after the workloads
public record Measured(List<Figure> before, List<Figure> workloads, List<Figure> after) {
    /// As many Commits over many groups as go.
    public static final String COMMITS = "commits";

    /// Half as many.
    public static final String COMMITS_AT_HALF = "commits at half load";

    /// Commits in one group.
    public static final String COMMITS_OF_ONE = "commits, one group";

    /// Application messages.
    public static final String MESSAGES = "messages";

    /// Claims of KeyPackages.
    public static final String CLAIMS = "KeyPackage claims";

    /// A floor: the mean of before and after.
    double floor(String name, String pace, ToDoubleFunction<Figure> value) {
        return Stream.of(before, after)
                .flatMap(List::stream)
                .filter(figure -> figure.name().equals(name) && figure.pace().startsWith(pace))
                .mapToDouble(value)
                .average()
                .orElseThrow(() -> new IllegalStateException("There is no floor " + name + ", " + pace));
    }

    Figure workload(String name) {
        return workloads.stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nothing measured is named " + name));
    }
}
