package dev.epochal.bench.verb;

import dev.epochal.bench.load.Pace;
import dev.epochal.bench.report.Figure;
import dev.epochal.bench.report.Goals;
import dev.epochal.bench.report.Measured;
import dev.epochal.bench.workload.Bench;
import dev.epochal.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures everything, between two measurements of the floors.
@Command(
        name = "all",
        description = "The floors, every workload, the floors again, and the goals.",
        mixinStandardHelpOptions = true)
public final class AllVerb implements Callable<Integer> {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private GroupOptions size = new GroupOptions();

    @Mixin
    private FloorOptions floors = new FloorOptions();

    @Override
    public Integer call() throws InterruptedException {
        var before = floors.measure(target.durability());
        var workloads = new ArrayList<Figure>();
        target.withServer(bench -> workloads.addAll(measure(bench)));
        var after = floors.measure(target.durability());
        var figures = new ArrayList<Figure>(before);
        figures.addAll(workloads);
        figures.addAll(after);
        return run.report("all", target.durability(), figures, Goals.of(new Measured(before, workloads, after)));
    }

    private List<Figure> measure(Bench bench) throws InterruptedException {
        var workloads = new Workloads(bench, run.window());
        var highest = workloads.groups(run.pace(), size.groups(), size.members());
        // A round number, so that the traffic of an earlier run serves again.
        var half = new Pace.Open(Math.max(100, Math.floor(highest.ratePerSecond() / 200) * 100));
        return List.of(
                told(highest.named(Measured.COMMITS)),
                told(workloads.groups(half, size.groups(), size.members()).named(Measured.COMMITS_AT_HALF)),
                told(workloads.hotGroup(size.members()).named(Measured.COMMITS_OF_ONE)),
                told(workloads
                        .messages(run.pace(), size.groups(), size.members())
                        .named(Measured.MESSAGES)),
                told(workloads.claims(run.pace()).named(Measured.CLAIMS)));
    }

    /// Tells a figure at once, so that a workload that fails takes nothing along of what was measured before.
    private static Figure told(Figure figure) {
        Screen.say(String.format(
                Locale.ROOT,
                "%s: %.0f/s, p50 %.2f ms, p99 %.2f ms",
                figure.name(),
                figure.ratePerSecond(),
                figure.latency().p50(),
                figure.latency().p99()));
        return figure;
    }
}
