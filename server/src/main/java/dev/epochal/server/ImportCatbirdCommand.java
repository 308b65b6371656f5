package dev.epochal.server;

import dev.epochal.server.backing.TopicSetup;
import dev.epochal.server.catbird.CatbirdAccess;
import dev.epochal.server.catbird.ImportException;
import dev.epochal.server.catbird.ImportReport;
import dev.epochal.server.setting.Configuration;
import dev.epochal.server.setting.DatabaseAddress;
import dev.epochal.server.setting.Environment;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `epochal import catbird`.
@Command(
        name = "catbird",
        description = "Appends the conversations of a Catbird MLS server to the log as imported groups: their order is"
                + " known, and nothing of them is verified. Can be repeated: only what is new is added.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It is imported; the report tells what could not be carried over.",
            "1:Not all of it is imported. The same command goes on where it ended."
        },
        footer = {
            "",
            "The other server's database is only read. Works on the database and the Kafka that DATABASE_URL and",
            "KAFKA_BOOTSTRAP_SERVERS name, beside running servers too; or else on a data folder, on which no server",
            "may run. IMPORT_DATABASE_USER and IMPORT_DATABASE_PASSWORD win over what stands in the URL."
        })
final class ImportCatbirdCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 2;

    @ArgGroup(multiplicity = "1")
    private From from = new From();

    @Option(names = "--data", description = "The data folder to import into; it may be new.")
    private Path data = Path.of("data");

    @Option(names = "--dry-run", description = "Only reads, and tells what would be done.")
    private boolean dryRun;

    private static final class From {
        @Option(names = "--dump", description = "A plain dump, as pg_dump makes it.")
        private Optional<Path> dump = Optional.empty();

        @Option(
                names = "--jdbc",
                paramLabel = "URL",
                description = "The database of the Catbird server: jdbc:postgresql://HOST/NAME or postgresql://…")
        private Optional<String> jdbc = Optional.empty();
    }

    @Override
    public Integer call() {
        var environment = Environment.ofProcess();
        var steps = new Steps(System.out::println);
        try (var premises = Premises.openOrCreate(data, environment, steps)) {
            var log = premises.backing().log();
            steps.run(
                    "topics of the log",
                    () -> TopicSetup.ensure(
                            log, Configuration.Size.of(environment).partitions()));
            var report = steps.step("conversations", () -> run(premises, log.connection(), environment));
            tell(report, steps);
            return 0;
        }
    }

    private ImportReport run(Premises premises, Map<String, Object> log, Environment environment) {
        if (from.dump.isPresent()) {
            return CatbirdAccess.ofDump(from.dump.get(), premises.pool(CONNECTIONS), log, dryRun);
        }
        var source = DatabaseAddress.of(
                from.jdbc.orElseThrow(),
                environment.value("IMPORT_DATABASE_USER"),
                environment.value("IMPORT_DATABASE_PASSWORD"));
        try (var connection = DriverManager.getConnection(source.jdbcUrl(), source.user(), source.password())) {
            return CatbirdAccess.ofDatabase(connection, log, dryRun);
        } catch (SQLException e) {
            throw ImportException.unreachable(e);
        }
    }

    private void tell(ImportReport report, Steps steps) {
        steps.say(dryRun ? "Would be carried over:" : "Carried over:");
        lines(report.carried(), steps);
        if (!report.present().isEmpty()) {
            steps.say("There already:");
            lines(report.present(), steps);
        }
        if (!report.left().isEmpty()) {
            steps.say("Not carried over, or not in order:");
            lines(report.left(), steps);
        }
        steps.say("These groups are history: their order is known, nothing is verified, and nothing is added to them"
                + " but by this command.");
    }

    private static void lines(Map<String, Long> counts, Steps steps) {
        if (counts.isEmpty()) {
            steps.say("  nothing");
        }
        new TreeMap<>(counts).forEach((what, count) -> steps.say(String.format(Locale.ROOT, "  %,d %s", count, what)));
    }
}
