package dev.epochal.bench.verb;

import picocli.CommandLine.Option;

/// How many groups of how many members are measured.
final class GroupOptions {
    @Option(
            names = "--groups",
            defaultValue = "1000",
            description = "How many groups there are (default: ${DEFAULT-VALUE}).")
    private int groups = 1000;

    @Option(
            names = "--members",
            defaultValue = "2",
            description = "How many members each group has, at least 2 (default: ${DEFAULT-VALUE}).")
    private int members = 2;

    int groups() {
        return groups;
    }

    int members() {
        return members;
    }
}
