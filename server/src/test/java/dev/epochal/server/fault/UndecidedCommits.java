package dev.epochal.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.epochal.client.ClientSettings;
import dev.epochal.client.CommitBundle;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.Octets;
import dev.epochal.client.Receipt;
import dev.epochal.client.SubmissionOutcome;
import dev.epochal.testkit.CommitPlan;
import dev.epochal.testkit.MlsClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Commits that are submitted while the log can't take them, each as the only one of its group: whatever their senders
/// were told, each of them is decided in the end, and once.
final class UndecidedCommits {
    private static final int CIPHER_SUITE = 1;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final Writers writers;
    private final EpochalClient impatient;
    private final List<Prepared> prepared = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    private record Prepared(MlsClient sender, Octets groupId, CommitBundle bundle) {}

    private record Refused(Prepared commit, int status, Optional<UUID> submission) {}

    /// Founds the groups and makes the Commits, as long as all is well.
    UndecidedCommits(Writers writers, URI api, int count) {
        this.writers = writers;
        this.impatient = EpochalClient.connect(
                new ClientSettings(api, ANSWER_LIMIT, ANSWER_LIMIT, 1, Duration.ofMillis(1), Duration.ZERO), () -> "");
        for (int i = 0; i < count; i++) {
            prepared.add(prepare(i));
        }
    }

    private Prepared prepare(int place) {
        var groupId = Octets.utf8("undecided-" + UUID.randomUUID());
        var sender = writers.client(place);
        var guest = writers.client(place);
        guest.publishKeyPackages(1);
        writers.acknowledged(groupId, sender.createGroup(groupId));
        var claimed = sender.http()
                .claimKeyPackages(guest.identity().user(), CIPHER_SUITE)
                .claimed();
        var plan = CommitPlan.add(List.of(claimed.getFirst().keyPackage()));
        return new Prepared(
                sender, groupId, sender.group(groupId).group().stage(plan).bundle());
    }

    /// Submits all of them at once. None is accepted, and each sender is told that it may be yet.
    void submit() throws Exception {
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Refused>> answers = prepared.stream()
                    .map(each -> senders.submit(() -> submit(each)))
                    .toList();
            for (var answer : answers) {
                refused.add(answer.get());
            }
        }
        assertThat(refused).allSatisfy(each -> assertThat(each.status()).isIn(503, 504));
    }

    private Refused submit(Prepared commit) {
        var problem = catchThrowableOfType(
                        EpochalProblemException.class,
                        () -> impatientlyAs(commit).submitCommit(commit.groupId(), commit.bundle()))
                .problem();
        var submission = Optional.ofNullable(problem.next().hints().get("outcome"))
                .map(address -> UUID.fromString(address.substring(address.lastIndexOf('/') + 1)));
        return new Refused(commit, problem.status(), submission);
    }

    /// What was there before is served as before.
    void read() {
        for (var commit : prepared) {
            var reader = impatientlyAs(commit);
            assertThat(reader.group(commit.groupId(), 0).epoch()).isZero();
            assertThat(reader.follow(commit.groupId(), 0).drain()).hasSize(1);
        }
    }

    private EpochalClient impatientlyAs(Prepared commit) {
        return impatient.withToken(() -> writers.token(commit.sender()));
    }

    /// Asks for the outcomes, and sends the same octets again: each is accepted, once.
    void resolve() {
        int decided = 0;
        for (var each : refused) {
            var commit = each.commit();
            var http = commit.sender().http();
            var told = each.submission().flatMap(http::submission);
            var receipt = http.submitCommit(commit.groupId(), commit.bundle()).orThrow();
            assertThat(receipt.seq()).isEqualTo(1);
            writers.acknowledged(commit.groupId(), receipt);
            told.ifPresent(outcome -> assertSame(outcome, receipt));
            decided += told.isPresent() ? 1 : 0;
        }
        System.out.println("brokers: " + refused.size() + " commits without two of three, answered with " + answers()
                + "; " + decided + " were decided when asked for, all were accepted once");
        impatient.close();
    }

    private static void assertSame(SubmissionOutcome outcome, Receipt receipt) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SubmissionOutcome.Accepted.class,
                        accepted -> assertThat(accepted.receipt().path("seq").asLong())
                                .isEqualTo(receipt.seq()));
    }

    private Map<Integer, Integer> answers() {
        var counts = new TreeMap<Integer, Integer>();
        refused.forEach(each -> counts.merge(each.status(), 1, Integer::sum));
        return counts;
    }
}
