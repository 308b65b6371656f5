package dev.epochal.bench.verb;

import dev.epochal.bench.load.Pace;
import dev.epochal.bench.report.Figure;
import dev.epochal.bench.report.Goals;
import dev.epochal.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures a server that more is asked of than it can do.
@Command(
        name = "overload",
        description =
                "Application messages as fast as they are taken, at half of that, and at a multiple; or at --rate only.",
        mixinStandardHelpOptions = true)
public final class OverloadVerb implements Callable<Integer> {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private GroupOptions size = new GroupOptions();

    @Option(
            names = "--times",
            defaultValue = "2",
            description = "How many times what can be taken is sent (default: ${DEFAULT-VALUE}).")
    private double times = 2;

    @Override
    public Integer call() throws InterruptedException {
        var figures = new ArrayList<Figure>();
        target.withServer(bench -> {
            var workloads = new Workloads(bench, run.window());
            var pace = switch (run.pace()) {
                case Pace.Open told -> told;
                case Pace.Closed closed -> found(workloads, closed, figures);
            };
            figures.addAll(workloads.overload(pace, size.groups(), size.members()));
        });
        var taken = figures.get(figures.size() - 2);
        return run.report("overload", target.durability(), figures, Goals.ofOverload(taken, figures.getLast()));
    }

    /// A multiple of what is taken at most, after what was measured on the way.
    private Pace.Open found(Workloads workloads, Pace.Closed closed, List<Figure> figures) throws InterruptedException {
        var highest = workloads.messages(closed, size.groups(), size.members());
        figures.add(highest);
        figures.add(workloads
                .messages(times(highest, 0.5), size.groups(), size.members())
                .named("messages at half load"));
        return times(highest, times);
    }

    /// A round number, so that the traffic of an earlier run serves again.
    private static Pace.Open times(Figure highest, double factor) {
        return new Pace.Open(Math.max(100, Math.floor(highest.ratePerSecond() * factor / 100) * 100));
    }
}
