package dev.epochal.bench;

import dev.epochal.bench.verb.AllVerb;
import dev.epochal.bench.verb.AuditVerb;
import dev.epochal.bench.verb.ClaimsVerb;
import dev.epochal.bench.verb.DeliveryVerb;
import dev.epochal.bench.verb.FloorsVerb;
import dev.epochal.bench.verb.GroupsVerb;
import dev.epochal.bench.verb.HotGroupVerb;
import dev.epochal.bench.verb.MessagesVerb;
import dev.epochal.bench.verb.OverloadVerb;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The load generator's command line. Exit code 0 if every answer was the expected one, 1 if not, 2 for wrong
/// arguments.
@Command(
        name = "bench",
        description = "Measures a running Epochal server and the floors that it stands on.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AllVerb.class,
            GroupsVerb.class,
            HotGroupVerb.class,
            MessagesVerb.class,
            ClaimsVerb.class,
            DeliveryVerb.class,
            OverloadVerb.class,
            AuditVerb.class,
            FloorsVerb.class
        })
public final class Main {
    private Main() {}

    /// Runs a verb.
    public static void main(String[] arguments) {
        var line = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, _, _) -> {
                    // What is no IllegalStateException is a fault of this program, or of the machine.
                    if (problem instanceof IllegalStateException) {
                        System.err.println("bench: " + problem.getMessage());
                    } else {
                        problem.printStackTrace();
                    }
                    return 1;
                });
        System.exit(line.execute(arguments));
    }
}
