package dev.epochal.server;

import com.google.protobuf.ByteString;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.Authenticity;
import dev.epochal.processor.log.ProcessorSettings;
import dev.epochal.processor.log.Processors;
import dev.epochal.projections.database.ReadModelSchema;
import dev.epochal.projections.project.Projections;
import dev.epochal.projections.project.ProjectionsSettings;
import dev.epochal.projections.read.ReadModel;
import dev.epochal.projections.wake.ChangeHub;
import dev.epochal.server.backing.KnownLog;
import dev.epochal.server.setting.Configuration;
import dev.epochal.server.setting.DirectorySettings;
import dev.epochal.server.setting.Environment;
import java.time.Duration;
import javax.sql.DataSource;

/// Who decides commands and projects what was decided, while a command of the command line needs it: the processes that
/// run on an external log, or on a data folder this one.
final class Processing {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int CONNECTIONS = 6;

    private final Premises premises;
    private final Environment environment;
    private final DataSource pool;
    private final ReadModel reads;

    Processing(Premises premises, Environment environment) {
        this.premises = premises;
        this.environment = environment;
        this.pool = premises.pool(CONNECTIONS);
        this.reads = new ReadModel(pool);
    }

    /// Makes sure that somebody does, as long as the premises are open.
    void ensure(Steps steps) {
        if (Configuration.External.of(environment).isPresent()) {
            return;
        }
        var settings = ProcessorSettings.of(
                premises.backing().log().connection(),
                DirectorySettings.of(environment).limits());
        steps.run("schema of the read model", () -> ReadModelSchema.migrate(pool));
        steps.run("identity of the log", () -> KnownLog.verify(settings, pool));
        var metrics = premises.keep("metrics", new Metrics());
        steps.run(
                "projections",
                () -> premises.keep(
                        "projections",
                        Projections.start(
                                ProjectionsSettings.of(settings.connection()),
                                pool,
                                new ChangeHub(ChangeHub.POLL_INTERVAL),
                                metrics.registry())));
        var trust = Configuration.Trust.of(environment).certificates();
        steps.run(
                "processor",
                () -> premises.keep(
                        "processor",
                        Processors.start(
                                settings,
                                reads,
                                reads,
                                new Authenticity(SignatureVerifier.fastest(), trust),
                                metrics.registry())));
    }

    /// Waits until an event of a group has reached the rows.
    ///
    /// @throws OrderException if it doesn't in time
    void awaitProjected(ByteString groupId, long seq, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (reads.length(groupId) <= seq) {
            if (System.nanoTime() > deadline) {
                throw new OrderException("It is decided, as event " + seq + ", but the projections have not come"
                        + " so far: the rows still hold what is to go. Look whether the projections run");
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OrderException("Interrupted", e);
            }
        }
    }
}
