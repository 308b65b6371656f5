package dev.epochal.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.server.fsck.Finding;
import dev.epochal.server.fsck.Fsck;
import dev.epochal.server.fsck.Report;
import dev.epochal.server.setting.Environment;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `epochal fsck`.
@Command(
        name = "fsck",
        description = "Checks the whole log and every row of the read model, and repairs nothing.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Nothing is wrong.", "1:The check could not be made.", "3:Something is wrong."},
        footer = {
            "",
            "Works on the database and the Kafka that DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS name, beside a running",
            "server too. Without them it works on the data folder of a server that doesn't run."
        })
final class FsckCommand implements Callable<Integer> {
    private static final int WRONG = 3;
    private static final int CONNECTIONS = 4;
    private static final int SHOWN_MAX = 20;
    private static final int MIB = 1 << 20;

    @Option(names = "--data", description = "The data folder of the server.")
    private Path data = Path.of("data");

    @Option(names = "--no-rows", description = "Checks the log only.")
    private boolean noRows;

    @Option(
            names = "--memory",
            description = "How many MiB the states of one partition may take before it is read once more for the"
                    + " others. Default: half of the memory that Java may take.")
    private int memoryMib = (int) (Runtime.getRuntime().maxMemory() / 2 / MIB);

    @Option(names = "--threads", description = "How many threads judge. Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Writes the report as one JSON object to the standard output.")
    private boolean json;

    @Override
    public Integer call() {
        if (json) {
            Main.logToStandardError();
        }
        var steps = new Steps((json ? System.err : System.out)::println);
        try (var premises = Premises.open(data, Environment.ofProcess(), steps)) {
            var address = premises.backing().database();
            var site = new Fsck.Site(
                    premises.backing().log().connection(),
                    premises.pool(CONNECTIONS),
                    new PoolSettings(address.jdbcUrl(), address.user(), address.password(), CONNECTIONS));
            var progress = new ProgressLines(steps);
            var report = Fsck.run(
                    site,
                    new Fsck.Settings(!noRows, threads, (long) memoryMib * MIB),
                    (events, offsets, ofOffsets) -> progress.tell(events + " events", offsets, ofOffsets));
            if (json) {
                System.out.println(asJson(report));
            } else {
                tell(report, steps);
            }
            return report.isClean() ? 0 : WRONG;
        }
    }

    private static void tell(Report report, Steps steps) {
        steps.say(String.format(
                Locale.ROOT,
                "Log: %,d events of %,d groups, %,d events of %,d users.",
                report.groupEvents(),
                report.groups(),
                report.userEvents(),
                report.users()));
        if (report.importedGroups() > 0) {
            steps.say(String.format(
                    Locale.ROOT,
                    "Imported: %,d events of %,d groups, of which order and chain are checked and nothing else.",
                    report.importedEvents(),
                    report.importedGroups()));
        }
        steps.say(
                report.rows().omitted().isEmpty()
                        ? String.format(Locale.ROOT, "Rows: %,d.", report.rows().compared())
                        : "Rows: not compared, " + report.rows().omitted() + ".");
        if (report.isClean()) {
            steps.say("Nothing is wrong. (" + steps.elapsed() + ")");
            return;
        }
        var first = report.findings().getFirst();
        steps.say("First difference: " + line(first));
        report.findings().stream().skip(1).limit(SHOWN_MAX - 1L).forEach(finding -> steps.say("  " + line(finding)));
        steps.say(report.found() + " in all. (" + steps.elapsed() + ")");
    }

    private static String line(Finding finding) {
        return finding.kind().text() + ": " + finding.place().text() + ": " + finding.detail();
    }

    private static ObjectNode asJson(Report report) {
        var object = new ObjectMapper().createObjectNode();
        object.put("clean", report.isClean());
        object.put("groups", report.groups());
        object.put("group_events", report.groupEvents());
        object.put("users", report.users());
        object.put("user_events", report.userEvents());
        object.put("imported_groups", report.importedGroups());
        object.put("imported_events", report.importedEvents());
        object.put("rows", report.rows().compared());
        object.put("rows_omitted", report.rows().omitted());
        object.put("found", report.found());
        var findings = object.putArray("findings");
        for (Finding finding : report.findings()) {
            var place = finding.place();
            var entry = findings.addObject()
                    .put("kind", finding.kind().text())
                    .put("topic", place.topic().topicName())
                    .put("partition", place.partition())
                    .put("offset", place.offset());
            place.key().ifPresent(key -> entry.put(place.owner(), place.keyText(key)));
            entry.put("detail", finding.detail());
        }
        return object;
    }
}
