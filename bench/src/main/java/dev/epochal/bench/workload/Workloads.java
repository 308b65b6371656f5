package dev.epochal.bench.workload;

import dev.epochal.bench.load.Pace;
import dev.epochal.bench.load.Window;
import dev.epochal.bench.report.Figure;
import dev.epochal.bench.traffic.TrafficPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The workloads, each from its traffic to its figure. Every one makes groups or users of its own.
///
/// @param bench what they work with
/// @param window which part of a run counts
public record Workloads(Bench bench, Window window) {
    private static final int MESSAGE_OCTETS = 256;
    private static final int CLAIMED_USERS_MIN = 500;

    /// Fewer than a server keeps of one client.
    private static final int STOCK_MAX = 900;

    /// No faster than this, as far as traffic must be made before: what the goals hope for, and half more.
    private static final double COMMITS_PER_SECOND_MAX = 5_000;

    private static final double COMMITS_OF_ONE_PER_SECOND_MAX = 1_000;
    private static final double MESSAGES_PER_SECOND_MAX = 12_000;
    private static final double CLAIMS_PER_SECOND_MAX = 9_000;
    /// The problem of those for whom there is no room.
    private static final String SENT_AWAY = "unavailable";

    /// Path Commits, one after the other in each of many groups.
    public Figure groups(Pace pace, int groups, int members) throws InterruptedException {
        int each = share(pace.requests(window.seconds(), COMMITS_PER_SECOND_MAX), groups);
        var set = GroupSet.create(bench, TrafficPlan.commits(groups, members, each));
        return Figure.of("commits, %,d groups".formatted(groups), pace.toString(), set.commit(pace, window));
    }

    /// Path Commits in one group, each sent when the one before was accepted.
    public Figure hotGroup(int members) throws InterruptedException {
        var pace = new Pace.Closed(1);
        int commits = share(pace.requests(window.seconds(), COMMITS_OF_ONE_PER_SECOND_MAX), 1);
        var set = GroupSet.create(bench, TrafficPlan.commits(1, members, commits));
        return Figure.of("commits, one group", pace.toString(), set.commit(pace, window));
    }

    /// Path Commits in one group, whose history is then exported to a file.
    public void history(int members, int commits, Path file) throws InterruptedException {
        GroupSet.create(bench, TrafficPlan.commits(1, members, commits)).export(file);
    }

    /// Application messages, one in each request.
    public Figure messages(Pace pace, int groups, int members) throws InterruptedException {
        int each = share(pace.requests(window.seconds(), MESSAGES_PER_SECOND_MAX), groups);
        var set = GroupSet.create(bench, TrafficPlan.messages(groups, members, each, MESSAGE_OCTETS));
        return Figure.of("messages", pace.toString(), set.message(pace, window));
    }

    /// More application messages than can be taken: what becomes of those that are taken, and of those that are sent
    /// away.
    public List<Figure> overload(Pace.Open pace, int groups, int members) throws InterruptedException {
        int each = share(pace.requests(window.seconds(), 0), groups);
        var set = GroupSet.create(bench, TrafficPlan.messages(groups, members, each, MESSAGE_OCTETS));
        var result = set.message(pace, window);
        var problems = new TreeMap<>(result.problems());
        long sentAway = Optional.ofNullable(problems.remove(SENT_AWAY)).orElse(0L);
        return List.of(
                new Figure(
                        "requests, until written",
                        pace.toString(),
                        pace.ratePerSecond(),
                        result.aside().lag(),
                        Map.of(),
                        "how late the generator is, which counts into the next two"),
                Figure.of("messages, taken", pace.toString(), result.withProblems(problems)),
                new Figure(
                        "messages, sent away",
                        pace.toString(),
                        sentAway / window.seconds(),
                        result.aside().problems(),
                        Map.of(),
                        "with those of the warm-up; Retry-After tells when to come back"));
    }

    /// Application messages on their way from their receipts to the inboxes of all members, each with a stream open.
    ///
    /// @param subscribers how many there are, rounded up to whole groups
    /// @param members how many each group has; each message goes to all of them
    public Figure delivery(Pace.Open pace, int subscribers, int members) throws InterruptedException {
        int groups = Math.ceilDiv(subscribers, members);
        int each = share(pace.requests(window.seconds(), 0), groups);
        var set = GroupSet.create(bench, TrafficPlan.messages(groups, members, each, MESSAGE_OCTETS));
        return Figure.of(
                "delivery, %,d subscribers".formatted(groups * members),
                "%s to %d each".formatted(pace, members),
                set.deliver(pace, window));
    }

    /// Claims of one KeyPackage each.
    public Figure claims(Pace pace) throws InterruptedException {
        long claims = pace.requests(window.seconds(), CLAIMS_PER_SECOND_MAX);
        int users = Math.max(CLAIMED_USERS_MIN, Math.toIntExact(Math.ceilDiv(claims, STOCK_MAX)));
        var stock = Stock.publish(bench, TrafficPlan.keyPackages(users, share(claims, users)));
        return Figure.of("KeyPackage claims", pace.toString(), stock.claim(pace, window));
    }

    private static int share(long requests, int among) {
        return Math.toIntExact(requests / among + 1);
    }
}
