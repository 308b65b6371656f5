package dev.epochal.server;

import dev.epochal.embedded.EmbeddedStartException;
import dev.epochal.processor.log.UnsuitableLogException;
import dev.epochal.projections.database.SchemaTooNewException;
import dev.epochal.projections.project.UntrustedLogException;
import dev.epochal.server.audit.SourceException;
import dev.epochal.server.backup.BackupException;
import dev.epochal.server.catbird.ImportException;
import dev.epochal.server.setting.StartRefusedException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Says in one line why a command ended without having done its work. The exit code is 1.
final class Refusals implements IExecutionExceptionHandler {
    private static final int REFUSED = 1;

    @Override
    public int handleExecutionException(Exception exception, CommandLine commandLine, ParseResult parseResult) {
        if (!isForeseen(exception)) {
            LoggerFactory.getLogger(Refusals.class).error("This is a bug, or something outside broke", exception);
        }
        var message = String.valueOf(exception.getMessage()).replace('\n', ' ');
        commandLine.getErr().println("epochal: " + message);
        return REFUSED;
    }

    private static boolean isForeseen(Exception exception) {
        return switch (exception) {
            case StartRefusedException _, EmbeddedStartException _ -> true;
            case SchemaTooNewException _, UnsuitableLogException _, UntrustedLogException _ -> true;
            case BackupException _, SourceException _, ImportException _, OrderException _ -> true;
            default -> false;
        };
    }
}
