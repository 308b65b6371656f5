package dev.epochal.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.projections.database.CanonicalDump;
import dev.epochal.projections.database.ReadModelSchema;
import dev.epochal.projections.project.ProjectionsSettings;
import dev.epochal.projections.project.Rebuild;
import dev.epochal.server.setting.Environment;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `epochal rebuild`.
@Command(
        name = "rebuild",
        description = "Empties the read model and projects the whole log into it again.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The read model is rebuilt.",
            "1:It could not be rebuilt, and is as it was.",
            "3:It is rebuilt, but some groups or users stop at events that contradict each other: run fsck."
        },
        footer = {
            "",
            "Works on the database and the Kafka that DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS name, beside a running",
            "server too: it waits, and goes on behind the rebuild. Without them it works on the data folder of a",
            "server that doesn't run."
        })
final class RebuildCommand implements Callable<Integer> {
    private static final int CONTRADICTIONS = 3;
    private static final int CONNECTIONS = 4;

    @Option(names = "--data", description = "The data folder of the server.")
    private Path data = Path.of("data");

    @Option(
            names = "--accept-shorter-log",
            description = "Rebuilds although the log ends before what the read model holds: after it was restored.")
    private boolean acceptShorterLog;

    @Option(names = "--json", description = "Writes the outcome as one JSON object to the standard output.")
    private boolean json;

    @Override
    public Integer call() {
        if (json) {
            Main.logToStandardError();
        }
        var steps = new Steps(tale()::println);
        try (var premises = Premises.open(data, Environment.ofProcess(), steps)) {
            var settings = ProjectionsSettings.of(premises.backing().log().connection());
            var pool = premises.pool(CONNECTIONS);
            steps.run("schema of the read model", () -> ReadModelSchema.migrate(pool));
            if (!acceptShorterLog) {
                Rebuild.requireWholeLog(settings, pool);
            }
            return rebuild(settings, pool, steps);
        }
    }

    private int rebuild(ProjectionsSettings settings, DataSource pool, Steps steps) {
        var before = steps.step("rows as they are", () -> CanonicalDump.hashes(pool));
        var progress = new ProgressLines(steps);
        var summary = steps.step(
                "rows from the log",
                () -> Rebuild.run(
                        settings,
                        pool,
                        (events, offsets, ofOffsets) -> progress.tell(events + " events", offsets, ofOffsets)));
        var after = steps.step("rows as they are now", () -> CanonicalDump.hashes(pool));
        if (json) {
            System.out.println(asJson(summary, before, after));
        } else {
            tell(summary, before, after, steps);
        }
        return summary.haltedKeys() == 0 ? 0 : CONTRADICTIONS;
    }

    private static void tell(
            Rebuild.Summary summary, Map<String, String> before, Map<String, String> after, Steps steps) {
        after.forEach((table, hash) -> steps.say(String.format(
                Locale.ROOT,
                "  %-26s %,12d rows%s",
                table,
                summary.rows().getOrDefault(table, 0L),
                hash.equals(before.get(table)) ? "" : ", not the same as before")));
        steps.say(String.format(Locale.ROOT, "Rebuilt from %,d events in %s.", summary.records(), steps.elapsed())
                + (after.equals(before) ? " The rows are the same as before." : ""));
        if (summary.haltedKeys() > 0) {
            steps.say(summary.haltedKeys() + " groups or users stop at an event that contradicts the ones before: run"
                    + " fsck.");
        }
    }

    private static ObjectNode asJson(Rebuild.Summary summary, Map<String, String> before, Map<String, String> after) {
        var object = new ObjectMapper().createObjectNode();
        object.put("events", summary.records());
        object.put("halted", summary.haltedKeys());
        object.put("same_as_before", after.equals(before));
        var tables = object.putObject("tables");
        after.forEach((table, hash) -> tables.putObject(table)
                .put("rows", summary.rows().getOrDefault(table, 0L))
                .put("sha256", hash)
                .put("same_as_before", hash.equals(before.get(table))));
        return object;
    }

    private PrintStream tale() {
        return json ? System.err : System.out;
    }
}
