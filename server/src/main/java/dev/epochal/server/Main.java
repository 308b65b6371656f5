package dev.epochal.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The command line of the server.
@Command(
        name = "epochal",
        description = "A Delivery Service for MLS (RFC 9420): one order for each group, one Commit for each epoch.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            PrepareCommand.class,
            TokenCommand.class,
            RebuildCommand.class,
            FsckCommand.class,
            AuditCommand.class,
            StateCommand.class,
            EraseCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ImportCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Main {
    private Main() {}

    /// Runs a command and ends the Java machine with its exit code.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Refusals());
    }

    /// Keeps the standard output for a command's result. Must come before anything is logged.
    static void logToStandardError() {
        System.setProperty("epochal.log.target", "System.err");
    }
}
