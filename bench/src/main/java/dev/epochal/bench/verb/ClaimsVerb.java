package dev.epochal.bench.verb;

import dev.epochal.bench.report.Figure;
import dev.epochal.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures claims of KeyPackages.
@Command(name = "claims", description = "Claims of KeyPackages.", mixinStandardHelpOptions = true)
public final class ClaimsVerb implements Callable<Integer> {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Override
    public Integer call() throws InterruptedException {
        var figures = new ArrayList<Figure>();
        target.withServer(bench -> figures.add(new Workloads(bench, run.window()).claims(run.pace())));
        return run.report("claims", target.durability(), figures, List.of());
    }
}
