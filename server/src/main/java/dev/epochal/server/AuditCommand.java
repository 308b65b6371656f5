package dev.epochal.server;

import dev.epochal.api.json.Json;
import dev.epochal.server.audit.HistoryAudit;
import dev.epochal.server.audit.SourceException;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `epochal audit`.
@Command(
        name = "audit",
        description = "Replays the history of a group from its export, and verifies all that can be verified.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The history is intact.", "1:The audit could not be made.", "3:Something is wrong."},
        footer = {
            "",
            "Trusts nobody: signatures, hashes, every Commit by the rules of MLS, each epoch's tree hash and transcript",
            "hash, the checkpoint, and the cosignatures of witnesses that you name. Needs nothing of the server but the",
            "export. Two audits of one export give the same report, octet by octet."
        })
final class AuditCommand implements Callable<Integer> {
    private static final int WRONG = 3;
    private static final double NANOS = 1_000_000_000.0;

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Option(names = "--json", description = "Writes the report as one JSON object to the standard output.")
    private boolean json;

    @Option(
            names = "--rehearsals",
            hidden = true,
            description =
                    "How often to audit before: so the Java machine learns from a short history while it is built.")
    private int rehearsals;

    @Override
    public Integer call() {
        Main.logToStandardError();
        var options = history.audit(OptionalLong.empty());
        for (int i = 0; i < rehearsals; i++) {
            rehearse(options);
        }
        long begin = System.nanoTime();
        try (var export = history.source().open()) {
            var report = HistoryAudit.run(export, options, progress()).report();
            double seconds = (System.nanoTime() - begin) / NANOS;
            System.err.printf(
                    Locale.ROOT,
                    "%,d events in %.1f s, %,.0f Commits a second%n",
                    report.counts().events(),
                    seconds,
                    report.counts().commits() / seconds);
            if (json) {
                System.out.println(Json.write(report.json()).toStringUtf8());
            } else {
                report.lines().forEach(System.out::println);
            }
            return report.isIntact() ? 0 : WRONG;
        } catch (IOException e) {
            throw new SourceException("The export can't be closed", e);
        }
    }

    private void rehearse(HistoryAudit.Options options) {
        try (var export = history.source().open()) {
            HistoryAudit.run(export, options, _ -> {});
        } catch (IOException e) {
            throw new SourceException("The export can't be closed", e);
        }
    }

    /// A line each second at most; the report alone goes to the standard output.
    static LongConsumer progress() {
        var lines = new ProgressLines(new Steps(System.err::println));
        return events -> lines.tell(() -> events + " events");
    }
}
