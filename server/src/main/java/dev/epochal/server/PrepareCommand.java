package dev.epochal.server;

import dev.epochal.projections.database.ConnectionPool;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.projections.database.ReadModelSchema;
import dev.epochal.server.backing.TopicSetup;
import dev.epochal.server.setting.Configuration;
import dev.epochal.server.setting.Environment;
import dev.epochal.server.setting.StartRefusedException;
import picocli.CommandLine.Command;

/// `epochal prepare`.
@Command(
        name = "prepare",
        description = "Makes the topics of the log and the schema of the read model be there, and ends. Servers do the"
                + " same when they start; who prepares for them can give them fewer rights. Can be repeated.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nEnvironment:%n",
        footer = {"  DATABASE_*, KAFKA_*   as for \"epochal serve\""})
final class PrepareCommand implements Runnable {
    private static final int CONNECTIONS = 2;

    @Override
    public void run() {
        var environment = Environment.ofProcess();
        var external = Configuration.External.of(environment)
                .orElseThrow(() -> new StartRefusedException("There is nothing to prepare: set DATABASE_URL and"
                        + " KAFKA_BOOTSTRAP_SERVERS. The embedded default prepares itself"));
        var size = Configuration.Size.of(environment);
        var steps = new Steps(System.out::println);
        int partitions = steps.step("topics of the log", () -> TopicSetup.ensure(external.log(), size.partitions()));
        var database = external.database();
        var settings = new PoolSettings(database.jdbcUrl(), database.user(), database.password(), CONNECTIONS);
        try (var pool = ConnectionPool.open(settings)) {
            steps.run("schema of the read model", () -> ReadModelSchema.migrate(pool));
        }
        steps.say("Prepared: the log has " + partitions + " partitions for groups");
    }
}
