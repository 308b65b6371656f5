package dev.epochal.server;

import dev.epochal.processor.core.Limits;
import dev.epochal.processor.log.ProcessorSettings;
import dev.epochal.projections.database.ReadModelSchema;
import dev.epochal.projections.project.ProjectionsSettings;
import dev.epochal.projections.project.Rebuild;
import dev.epochal.server.backing.TopicSetup;
import dev.epochal.server.backup.Archive;
import dev.epochal.server.backup.BackupException;
import dev.epochal.server.backup.Restore;
import dev.epochal.server.setting.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `epochal restore`.
@Command(
        name = "restore",
        description = "Puts the events of an archive into an empty log, and derives the read model from them.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Everything is restored.",
            "1:Not everything could be restored. The same command goes on where it ended.",
            "3:It is restored, but some groups or users stop at events that contradict each other: run fsck."
        },
        footer = {
            "",
            "Works on the database and the Kafka that DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS name, or else on a data",
            "folder, which may be new. No server may run on it."
        })
final class RestoreCommand implements Callable<Integer> {
    private static final int CONTRADICTIONS = 3;
    private static final int CONNECTIONS = 4;

    @Option(names = "--archive", required = true, description = "The folder of the archive.")
    private Path archive = Path.of("backup");

    @Option(names = "--generation", description = "Which full copy to restore. Default: the newest one.")
    private Optional<String> generation = Optional.empty();

    @Option(names = "--data", description = "The data folder to restore into.")
    private Path data = Path.of("data");

    @Option(names = "--dry-run", description = "Only reads the archive, checks it and tells what it holds.")
    private boolean dryRun;

    @Override
    public Integer call() {
        var whole = new Archive(archive);
        var found = generation
                .map(whole::newest)
                .or(whole::newest)
                .orElseThrow(() -> new BackupException("There is no backup in " + archive));
        var steps = new Steps(System.out::println);
        var checked = steps.step("the archive", () -> whole.check(found));
        steps.say(String.format(
                Locale.ROOT,
                "%s, number %d, made at %s: %,d events on %d partitions",
                found.generation(),
                found.manifest().number(),
                found.manifest().madeAt(),
                checked.events(),
                found.manifest().log().partitions()));
        return dryRun ? 0 : restore(whole, found, steps);
    }

    private int restore(Archive whole, Archive.Found found, Steps steps) {
        try (var premises = Premises.openOrCreate(data, Environment.ofProcess(), steps)) {
            var log = premises.backing().log();
            steps.run(
                    "topics of the log",
                    () -> TopicSetup.ensure(log, found.manifest().log().partitions()));
            var restored = steps.step(
                    "events", () -> new Restore(whole, found, log.connection()).run(List.of(consumerGroup())));
            steps.say(String.format(
                    Locale.ROOT, "  %,d events were there, %,d were added", restored.present(), restored.added()));
            var pool = premises.pool(CONNECTIONS);
            steps.run("schema of the read model", () -> ReadModelSchema.migrate(pool));
            var progress = new ProgressLines(steps);
            var rebuilt = steps.step(
                    "rows from the log",
                    () -> Rebuild.run(
                            ProjectionsSettings.of(log.connection()),
                            pool,
                            (events, offsets, all) -> progress.tell(events + " events", offsets, all)));
            steps.say(String.format(Locale.ROOT, "Restored in %s.", steps.elapsed()));
            return rebuilt.haltedKeys() == 0 ? 0 : CONTRADICTIONS;
        }
    }

    private static String consumerGroup() {
        return ProcessorSettings.of(Map.of(), Limits.standard()).consumerGroup();
    }
}
