package dev.epochal.simulation.history;

import java.util.List;

/// Compares what a world leaves behind with what the server promises. All checks but those of the
/// verdicts, the directory and the replay know the log's
/// records only, and nothing of the code that writes them.
public final class HistoryChecker {
    private HistoryChecker() {}

    /// Everything that is broken; empty if nothing is.
    public static List<Violation> check(Evidence evidence) {
        var findings = new Findings();
        new LogChecks(evidence, findings).check();
        new ClientChecks(evidence, findings).check();
        new CheckpointChecks(evidence, findings).check();
        new VerdictChecks(evidence, findings).check();
        new DirectoryChecks(evidence, findings).check();
        new Replay(evidence, findings).check();
        return findings.violations();
    }
}
