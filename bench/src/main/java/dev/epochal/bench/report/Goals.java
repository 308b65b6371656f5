package dev.epochal.bench.report;

import java.util.ArrayList;
import java.util.List;

/// The goals: ratios to a floor of the same run, and a few absolute numbers for two cores with durability `os`.
public final class Goals {
    private static final String ECHO = "EOS echo";

    /// Of a Commit with a path: those of the message, of the new leaf, and of the GroupInfo.
    private static final int SIGNATURES_OF_COMMIT = 3;

    private Goals() {}

    /// What a run's figures are held against.
    public static List<Goal> of(Measured run) {
        var commits = run.workload(Measured.COMMITS);
        var half = run.workload(Measured.COMMITS_AT_HALF).latency();
        var one = run.workload(Measured.COMMITS_OF_ONE);
        var messages = run.workload(Measured.MESSAGES);
        var claims = run.workload(Measured.CLAIMS);
        double echo = run.floor(ECHO, "256", Figure::ratePerSecond);
        double echoP50 = run.floor(ECHO, "serial", floor -> floor.latency().p50());
        double echoP99 = run.floor(ECHO, "serial", floor -> floor.latency().p99());
        double bareClaims = run.floor("bare SQL claim", "", Figure::ratePerSecond);
        double echoOfOne = run.floor(ECHO, "serial", Figure::ratePerSecond);
        return List.of(
                atLeast("commits/s to EOS echo", commits.ratePerSecond(), echo, 0.12),
                atLeast("commits/s", commits.ratePerSecond(), 1, 2_000),
                atLeast("commits/s to EOS echo, stretch", commits.ratePerSecond(), echo, 0.20),
                atMost("p50 of a Commit at half load to EOS echo, ms", half.p50(), echoP50, 2),
                atMost("p99 of a Commit at half load to EOS echo, ms", half.p99(), echoP99, 3),
                atLeast("commits/s of one group to serial EOS echo", one.ratePerSecond(), echoOfOne, 0.5),
                atLeast("messages/s", messages.ratePerSecond(), 1, 5_000),
                atLeast("claims/s to bare SQL claim", claims.ratePerSecond(), bareClaims, 0.5),
                atLeast("claims/s", claims.ratePerSecond(), 1, 3_000));
    }

    /// What the delivery to 1,000 subscribers is held against.
    public static List<Goal> ofDelivery(Figure delivery) {
        return List.of(
                atMost("p50 from receipt to subscriber, ms", delivery.latency().p50(), 1, 5),
                atMost("p99 from receipt to subscriber, ms", delivery.latency().p99(), 1, 30));
    }

    /// What an overloaded server is held against.
    public static List<Goal> ofOverload(Figure taken, Figure sentAway) {
        return List.of(
                atMost("p50 of a message that is taken, ms", taken.latency().p50(), 1, 500),
                atMost("p50 of one that is sent away, ms", sentAway.latency().p50(), 1, 50),
                atMost("p99 of one that is sent away, ms", sentAway.latency().p99(), 1, 50));
    }

    /// What the audit of a history is held against.
    ///
    /// @param figures the verifications per second before and after, the audit, and its last half if there is one
    public static List<Goal> ofAudit(List<Figure> figures) {
        double verifications =
                (figures.getFirst().ratePerSecond() + figures.get(1).ratePerSecond()) / 2;
        double commitsAtMost = verifications / SIGNATURES_OF_COMMIT;
        var audits = figures.subList(2, figures.size());
        var goals = new ArrayList<Goal>();
        audits.forEach(audit -> goals.add(atLeast(
                audit.name() + ": Commits/s to verifications/s by " + SIGNATURES_OF_COMMIT,
                audit.ratePerSecond(),
                commitsAtMost,
                0.3)));
        audits.forEach(audit -> goals.add(atLeast(audit.name() + ": Commits/s", audit.ratePerSecond(), 1, 8_000)));
        return List.copyOf(goals);
    }

    private static Goal atLeast(String text, double measured, double floor, double wanted) {
        return new Goal(text, measured, floor, wanted, true);
    }

    private static Goal atMost(String text, double measured, double floor, double wanted) {
        return new Goal(text, measured, floor, wanted, false);
    }
}
