package dev.epochal.server;

import dev.epochal.server.backup.Archive;
import dev.epochal.server.backup.Backup;
import dev.epochal.server.backup.BackupException;
import dev.epochal.server.setting.Environment;
import dev.epochal.server.token.Validity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `epochal backup`.
@Command(
        name = "backup",
        description = "Adds the events that have been decided since the last time to an archive. Everything else can be"
                + " derived from them.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The backup is made, or the archive is whole.",
            "1:It could not be made, and the archive is as it was; or the archive is damaged.",
            "3:It is made, but some records have no seal that fits: run fsck."
        },
        footer = {
            "",
            "Works on the Kafka that KAFKA_BOOTSTRAP_SERVERS names, while servers run. Without it, it works on the"
                    + " data",
            "folder of a server that doesn't run."
        })
final class BackupCommand implements Callable<Integer> {
    private static final int UNSEALED = 3;

    @Option(names = "--archive", required = true, description = "The folder of the archive.")
    private Path archive = Path.of("backup");

    @Option(names = "--data", description = "The data folder of the server.")
    private Path data = Path.of("data");

    @Option(
            names = "--full-every",
            converter = Validity.class,
            defaultValue = "7d",
            description = "After how long a full copy is made again; what comes between adds to the last one.")
    private Duration fullEvery = Duration.ofDays(7);

    @Option(names = "--keep", description = "How many full copies stay, with what was added to each.")
    private int keep = 4;

    @Option(
            names = "--every",
            converter = Validity.class,
            description = "Goes on for ever, with a backup after each of these times: 15m, 1h.")
    private Optional<Duration> every = Optional.empty();

    @Option(names = "--check", description = "Makes no backup, but reads the newest one and checks all of it.")
    private boolean check;

    @Override
    public Integer call() throws InterruptedException {
        if (check) {
            return check();
        }
        var environment = Environment.ofProcess();
        var steps = new Steps(System.out::println);
        try (var premises = Premises.open(data, environment, steps)) {
            var connection = premises.backing().log().connection();
            if (every.isEmpty()) {
                return make(connection, steps);
            }
            while (!Thread.currentThread().isInterrupted()) {
                makeOrTell(connection, steps);
                Thread.sleep(every.get());
            }
            return 0;
        }
    }

    /// The next attempt follows in its time; the alert on old backups tells if none succeeds.
    private void makeOrTell(Map<String, Object> connection, Steps steps) {
        try {
            make(connection, steps);
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(BackupCommand.class).error("The backup failed: {}", e.getMessage(), e);
        }
    }

    private int make(Map<String, Object> connection, Steps steps) {
        var policy = new Backup.Policy(fullEvery, keep);
        var summary = new Backup(new Archive(archive), policy).run(connection, Instant.now());
        var manifest = summary.newest().manifest();
        steps.say(String.format(
                Locale.ROOT,
                "%s %s, number %d: %,d events added, %,d in all",
                summary.full() ? "Full backup" : "Addition to",
                summary.newest().generation(),
                manifest.number(),
                summary.added(),
                manifest.events()));
        summary.pruned().forEach(generation -> steps.say("Deleted " + generation));
        if (summary.unsealed() > 0) {
            steps.say(summary.unsealed() + " records have no seal that fits; they are kept as they are. Run fsck.");
        }
        return summary.unsealed() == 0 ? 0 : UNSEALED;
    }

    private int check() {
        var whole = new Archive(archive);
        var newest = whole.newest().orElseThrow(() -> new BackupException("There is no backup in " + archive));
        var checked = whole.check(newest);
        System.out.printf(
                Locale.ROOT,
                "%s, number %d: %,d events, made at %s. All files are whole.%n",
                newest.generation(),
                newest.manifest().number(),
                checked.events(),
                newest.manifest().madeAt());
        if (checked.unsealed() > 0) {
            System.out.println(checked.unsealed() + " events have no seal that fits.");
        }
        return checked.unsealed() == 0 ? 0 : UNSEALED;
    }
}
