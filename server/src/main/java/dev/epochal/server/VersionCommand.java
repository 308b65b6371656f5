package dev.epochal.server;

import picocli.CommandLine.Command;

/// `epochal version`.
@Command(name = "version", description = "Tells the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {
    @Override
    public void run() {
        System.out.println(new Version().getVersion()[0]);
    }
}
