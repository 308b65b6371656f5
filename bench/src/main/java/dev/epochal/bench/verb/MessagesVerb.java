package dev.epochal.bench.verb;

import dev.epochal.bench.report.Figure;
import dev.epochal.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures application messages.
@Command(name = "messages", description = "Application messages, one in each request.", mixinStandardHelpOptions = true)
public final class MessagesVerb implements Callable<Integer> {
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
                figures.add(new Workloads(bench, run.window()).messages(run.pace(), size.groups(), size.members())));
        return run.report("messages", target.durability(), figures, List.of());
    }
}
