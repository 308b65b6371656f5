package dev.epochal.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes a report for people.
public final class Table {
    private Table() {}

    /// The report as lines of text.
    public static String text(Report report) {
        var lines = new ArrayList<String>();
        var environment = report.environment();
        lines.add("%s: %s, %d cores, load average %.1f before, Java %s, durability %s"
                .formatted(
                        report.name(),
                        environment.at(),
                        environment.cores(),
                        environment.load(),
                        environment.java(),
                        report.durability()));
        lines.add("");
        lines.add(row(List.of("what", "pace", "rate/s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms", "")));
        report.figures().forEach(figure -> lines.add(row(figure)));
        if (!report.goals().isEmpty()) {
            lines.add("");
            report.goals().forEach(goal -> lines.add(line(goal)));
        }
        return String.join("\n", lines);
    }

    private static String row(Figure figure) {
        var latency = figure.latency();
        var remarks = figure.problems().entrySet().stream()
                .map(problem -> problem.getKey() + ": " + problem.getValue())
                .collect(Collectors.toCollection(ArrayList::new));
        if (!figure.note().isEmpty()) {
            remarks.add(figure.note());
        }
        return row(List.of(
                figure.name(),
                figure.pace(),
                number(figure.ratePerSecond(), 0),
                millis(latency.count(), latency.p50()),
                millis(latency.count(), latency.p90()),
                millis(latency.count(), latency.p99()),
                millis(latency.count(), latency.p999()),
                millis(latency.count(), latency.max()),
                String.join(", ", remarks)));
    }

    private static String row(List<String> cells) {
        return "%-24s %-22s %10s %9s %9s %9s %9s %9s  %s"
                .formatted(cells.toArray())
                .stripTrailing();
    }

    private static String millis(long count, double millis) {
        return count == 0 ? "-" : number(millis, 2);
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static String line(Goal goal) {
        var is = goal.hasFloor()
                ? "%s is %s of %s"
                        .formatted(number(goal.measured(), 2), number(goal.ratio(), 3), number(goal.floor(), 2))
                : number(goal.measured(), 0);
        return "%-6s %s: %s, wanted %s %s"
                .formatted(
                        goal.isMet() ? "met" : "MISSED",
                        goal.text(),
                        is,
                        goal.atLeast() ? "≥" : "≤",
                        number(goal.wanted(), goal.hasFloor() ? 2 : 0));
    }
}
