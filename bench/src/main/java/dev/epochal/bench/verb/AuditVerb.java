package dev.epochal.bench.verb;

import dev.epochal.bench.report.Goals;
import dev.epochal.bench.site.Places;
import dev.epochal.bench.workload.AuditedExport;
import dev.epochal.bench.workload.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures how fast a history is audited.
@Command(
        name = "audit",
        description = "A group with a long history: its export, the speed of \"epochal audit\" on that, and how many"
                + " signatures the machine verifies.",
        mixinStandardHelpOptions = true)
public final class AuditVerb implements Callable<Integer> {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(
            names = "--commits",
            defaultValue = "10000",
            description = "How many Commits the history has (default: ${DEFAULT-VALUE}).")
    private int commits = 10_000;

    @Option(
            names = "--members",
            defaultValue = "5",
            description = "How many members the group has, at least 2 (default: ${DEFAULT-VALUE}).")
    private int members = 5;

    @Option(
            names = "--export",
            description = "The file that keeps the export. One that is there is audited as it is: no server is asked.")
    private Optional<Path> export = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        try (var folder = TemporaryFolder.create(Places.output())) {
            var file = export.orElse(folder.path().resolve("history"));
            if (!Files.exists(file)) {
                target.withServer(bench -> new Workloads(bench, run.window()).history(members, commits, file));
            }
            var figures = new AuditedExport(file, Screen::say).measure();
            return run.report("audit", target.durability(), figures, Goals.ofAudit(figures));
        }
    }
}
