package dev.epochal.server;

import picocli.CommandLine.Command;

/// `epochal import`.
@Command(
        name = "import",
        description = "Takes over what another Delivery Service had stored, as history whose order is known.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "catbird",
        subcommands = ImportCatbirdCommand.class)
final class ImportCommand {}
