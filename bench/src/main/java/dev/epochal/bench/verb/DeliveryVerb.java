package dev.epochal.bench.verb;

import dev.epochal.bench.report.Figure;
import dev.epochal.bench.report.Goals;
import dev.epochal.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures how soon those who follow are told.
@Command(
        name = "delivery",
        description = "Application messages from their receipts to all who follow their inboxes.",
        mixinStandardHelpOptions = true)
public final class DeliveryVerb implements Callable<Integer> {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private SubscriberOptions subscribers = new SubscriberOptions();

    @Override
    public Integer call() throws InterruptedException {
        var figures = new ArrayList<Figure>();
        target.withServer(bench -> figures.add(subscribers.measure(new Workloads(bench, run.window()))));
        return run.report("delivery", target.durability(), List.copyOf(figures), Goals.ofDelivery(figures.getFirst()));
    }
}
