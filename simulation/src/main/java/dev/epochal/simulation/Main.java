package dev.epochal.simulation;

import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.broken.Flaws;
import dev.epochal.simulation.history.HistoryChecker;
import dev.epochal.simulation.traffic.Cast;
import dev.epochal.simulation.world.World;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./epochal simulate`: lives through one world after the other and checks what each leaves behind.
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Runs the processor in simulated worlds full of faults and checks what it promises.")
public final class Main implements Callable<Integer> {
    @Option(names = "--seeds", description = "How many worlds. Default: ${DEFAULT-VALUE}")
    private long seeds = 1_000;

    @Option(names = "--from", description = "The first seed. Default: ${DEFAULT-VALUE}")
    private long from = 1;

    @Option(names = "--flaw", description = "Breaks the server on purpose: ${COMPLETION-CANDIDATES}")
    private @Nullable Flaw flaw;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var cast = new Cast();
        var flaws = new Flaws(Optional.ofNullable(flaw));
        long steps = 0;
        long operations = 0;
        int broken = 0;
        Map<String, Long> counts = new TreeMap<>();
        for (long seed = from; seed < from + seeds; seed++) {
            try (var world = new World(seed, cast, flaws)) {
                var result = world.live();
                steps += result.steps();
                operations += result.evidence().operations().size();
                result.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
                var violations = HistoryChecker.check(result.evidence());
                if (!violations.isEmpty()) {
                    broken++;
                    out.println("seed " + seed + " is broken; again: ./epochal simulate --seeds 1 --from " + seed);
                    violations.forEach(violation -> out.println("  " + violation));
                }
            }
        }
        counts.forEach((what, count) -> out.println("%9d %s".formatted(count, what)));
        out.println(seeds + " worlds, " + operations + " operations, " + steps + " steps, " + broken + " broken");
        out.flush();
        return broken == 0 ? 0 : 1;
    }
}
