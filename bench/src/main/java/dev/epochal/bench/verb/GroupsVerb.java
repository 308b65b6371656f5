package dev.epochal.bench.verb;

import dev.epochal.bench.report.Figure;
import dev.epochal.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures Commits over many groups.
@Command(name = "groups", description = "Path Commits over many groups.", mixinStandardHelpOptions = true)
public final class GroupsVerb implements Callable<Integer> {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private GroupOptions size = new GroupOptions();

    @Override
    public Integer call() throws InterruptedException {
        var figures = new ArrayList<Figure>();
        target.withServer(bench ->
                figures.add(new Workloads(bench, run.window()).groups(run.pace(), size.groups(), size.members())));
        return run.report("groups", target.durability(), figures, List.of());
    }
}
