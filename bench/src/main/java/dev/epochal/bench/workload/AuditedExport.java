package dev.epochal.bench.workload;

import dev.epochal.bench.floor.VerifyFloor;
import dev.epochal.bench.load.Latency;
import dev.epochal.bench.report.Figure;
import dev.epochal.bench.site.AuditRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// How fast an export is audited, beside what the machine can verify just before and just after.
///
/// @param export the file
/// @param progress takes a line now and then
public record AuditedExport(Path export, Consumer<String> progress) {
    private static final Duration VERIFIED_FOR = Duration.ofSeconds(5);

    /// Verifies signatures, audits in a process of its own, and verifies signatures again.
    ///
    /// @return the verifications before and after; the audit; and its last half, unless it was over too soon
    public List<Figure> measure() throws InterruptedException {
        progress.accept("verifying signatures");
        var before = new VerifyFloor().measure(VERIFIED_FOR);
        progress.accept("auditing");
        var audit = AuditRun.of(export);
        progress.accept(audit.words());
        progress.accept("verifying signatures");
        var after = new VerifyFloor().measure(VERIFIED_FOR);
        Map<String, Long> problems = audit.isIntact() ? Map.of() : Map.of("not-intact", 1L);
        var figures = new ArrayList<>(List.of(before, after));
        figures.add(new Figure(
                "audit",
                "one process",
                audit.commitsPerSecond(),
                Latency.NONE,
                problems,
                "from the start of the audit to its end, with what the Java machine takes to compile"));
        audit.warmPerSecond()
                .ifPresent(rate -> figures.add(new Figure(
                        "audit, the last half", "one process", rate, Latency.NONE, Map.of(), "mostly compiled")));
        return List.copyOf(figures);
    }
}
