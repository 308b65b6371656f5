package dev.epochal.bench.verb;

import dev.epochal.bench.report.Figure;
import dev.epochal.bench.report.Goals;
import dev.epochal.bench.site.Places;
import dev.epochal.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures how fast a history is audited.
@Command(
        name = "audit",
        description = "A group with a long history: its export, the speed of \"epochal audit\" on that, and how many"
                + " signatures the machine verifies.",
        mixinStandardHelpOptions = true)
public final class AuditVerb implements Callable<Integer> {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(
            names = "--commits",
            defaultValue = "10000",
            description = "How many Commits the history has (default: ${DEFAULT-VALUE}).")
    private int commits = 10_000;

    @Option(
            names = "--members",
            defaultValue = "5",
            description = "How many members the group has, at least 2 (default: ${DEFAULT-VALUE}).")
    private int members = 5;

    @Override
    public Integer call() throws InterruptedException {
        var figures = new ArrayList<Figure>();
        try (var folder = TemporaryFolder.create(Places.output())) {
            var export = folder.path().resolve("history");
            target.withServer(
                    bench -> figures.addAll(new Workloads(bench, run.window()).audit(members, commits, export)));
        }
        return run.report("audit", target.durability(), List.copyOf(figures), Goals.ofAudit(figures));
    }
}
