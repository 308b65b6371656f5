package dev.epochal.bench.verb;

import dev.epochal.bench.load.Pace;
import dev.epochal.bench.load.Window;
import dev.epochal.bench.report.Environment;
import dev.epochal.bench.report.Figure;
import dev.epochal.bench.report.Goal;
import dev.epochal.bench.report.Report;
import dev.epochal.bench.report.ResultFile;
import dev.epochal.bench.report.Table;
import dev.epochal.bench.site.Places;
import dev.epochal.embedded.Durability;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/// How long and how fast is measured, and under which name.
final class RunOptions {
    @Option(
            names = "--warm-up",
            defaultValue = "40",
            description = "Seconds at the beginning that don't count: two slow cores need them to compile"
                    + " (default: ${DEFAULT-VALUE}).")
    private int warmUp = 40;

    @Option(
            names = "--measure",
            defaultValue = "20",
            description = "Seconds that count then (default: ${DEFAULT-VALUE}).")
    private int measure = 20;

    @Option(names = "--rate", description = "Requests per second that are due, whatever the server does.")
    private double rate;

    @Option(
            names = "--closed",
            defaultValue = "256",
            description = "Without --rate: as fast as the server answers with so many requests in flight"
                    + " (default: ${DEFAULT-VALUE}).")
    private int closed = 256;

    @Option(names = "--name", description = "The name of the results' file (default: that of the verb).")
    private String name = "";

    private final Environment environment = Environment.here();

    Window window() {
        return new Window(Duration.ofSeconds(warmUp), Duration.ofSeconds(measure));
    }

    Pace pace() {
        return rate > 0 ? new Pace.Open(rate) : new Pace.Closed(closed);
    }

    /// Prints the table and writes the file.
    ///
    /// @return the program's exit code: 1 if any answer was unexpected
    int report(String verb, Durability durability, List<Figure> figures, List<Goal> goals) {
        var measuredBy = durability.name().toLowerCase(Locale.ROOT);
        var report = new Report(name.isEmpty() ? verb : name, environment, measuredBy, figures, goals);
        System.out.println(Table.text(report));
        Screen.say("written to " + ResultFile.write(Places.output().resolve("results"), report));
        return report.isClean() ? 0 : 1;
    }
}
