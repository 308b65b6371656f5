package dev.epochal.bench.verb;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures the floors alone.
@Command(
        name = "floors",
        description = "What broker and database can do with nothing of Epochal in between.",
        mixinStandardHelpOptions = true)
public final class FloorsVerb implements Callable<Integer> {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private FloorOptions floors = new FloorOptions();

    @Override
    public Integer call() throws InterruptedException {
        return run.report("floors", target.durability(), floors.measure(target.durability()), List.of());
    }
}
