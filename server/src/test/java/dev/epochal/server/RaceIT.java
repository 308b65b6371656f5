package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.GroupEvent;
import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import dev.epochal.client.Receipt;
import dev.epochal.testkit.CommitPlan;
import dev.epochal.testkit.Membership;
import dev.epochal.testkit.MlsClient;
import dev.epochal.testkit.StagedCommit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Many members, one epoch.
///
/// `epochal.race.members` is their number; `./epochal race` lets a thousand of them run.
@ExtendWith(SharedServer.class)
class RaceIT {
    private static final int MEMBERS = Integer.getInteger("epochal.race.members", 64);
    private static final double NANOS = 1_000_000_000.0;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /// A server with little memory lets in few large Commits at once, and the others come again.
    private static final int ATTEMPTS = 20 + MEMBERS / 5;

    private final Octets groupId = RunningServer.newGroupId();

    @Test
    void exactly_one_of_many_commits_wins_and_all_others_learn_the_same_winner(RunningServer server) throws Exception {
        var settings = ClientSettings.of(server.uri()).withAttempts(ATTEMPTS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var http = EpochalClient.connect(settings, () -> "")) {
            var members = members(server, http, threads);
            var newcomer = newcomer(server, members.getFirst());
            var attempts = new ArrayList<Attempt>();
            for (var member : members) {
                var membership = member.group(groupId);
                attempts.add(new Attempt(membership, membership.group().stage(CommitPlan.add(List.of(newcomer)))));
            }

            long begin = System.nanoTime();
            var outcomes = race(attempts, threads);
            System.out.printf(
                    Locale.ROOT,
                    "race: %d members, all answered within %.1f s%n",
                    MEMBERS,
                    (System.nanoTime() - begin) / NANOS);

            var winner = winner(attempts, outcomes);
            assertThat(outcomes).filteredOn(Outcome.Conflict.class::isInstance).hasSize(MEMBERS - 1);
            assertThat(outcomes).filteredOn(Outcome.Conflict.class::isInstance).allSatisfy(outcome -> {
                var conflict = (Outcome.Conflict<Receipt>) outcome;
                assertThat(conflict.winner().orElseThrow().commit()).isEqualTo(winner.commit());
                assertThat(conflict.winner().orElseThrow().seq())
                        .isEqualTo(winner.receipt().seq());
                assertThat(conflict.submittedEpoch()).isEqualTo(1);
                assertThat(conflict.currentEpoch()).isEqualTo(2);
                assertThat(conflict.problem().next().action()).isEqualTo("apply-and-retry");
            });
            assertThat(attempts)
                    .extracting(attempt -> attempt.member.group().epochAuthenticator())
                    .containsOnly(attempts.getFirst().member.group().epochAuthenticator());
            assertHistory(members.getFirst(), winner);
        }
    }

    private record Attempt(Membership member, StagedCommit staged) {
        Outcome<Receipt> submit() {
            return member.submit(staged);
        }
    }

    private record Winner(Octets commit, Receipt receipt) {}

    /// The first creates the group and adds all others in one Commit.
    private List<MlsClient> members(RunningServer server, EpochalClient http, ExecutorService threads)
            throws Exception {
        var members = new ArrayList<MlsClient>();
        for (int i = 0; i < MEMBERS; i++) {
            var user = RunningServer.newUser("member" + i);
            var token = server.tokens().token(user, "phone", Duration.ofHours(1));
            members.add(MlsClient.create(http, user, "phone", () -> token));
        }
        var publishing = members.stream()
                .map(member -> threads.submit(() -> member.publishKeyPackages(1)))
                .toList();
        for (var published : publishing) {
            published.get();
        }
        members.getFirst().createGroup(groupId);
        var others = members.subList(1, MEMBERS);
        members.getFirst()
                .invite(
                        groupId,
                        others.stream().map(other -> other.identity().user()).toList());
        var joining = others.stream()
                .map(other -> threads.submit(() -> other.acceptWelcomes(PATIENCE)))
                .toList();
        for (var joined : joining) {
            assertThat(joined.get()).containsExactly(groupId);
        }
        return members;
    }

    /// The KeyPackage of a client whom each member wants to add.
    private static Octets newcomer(RunningServer server, MlsClient claimer) {
        var newcomer = server.client(RunningServer.newUser("newcomer"), "phone");
        newcomer.publishKeyPackages(1);
        return claimer.http()
                .claimKeyPackages(newcomer.identity().user(), 1)
                .claimed()
                .getFirst()
                .keyPackage();
    }

    private static List<Outcome<Receipt>> race(List<Attempt> attempts, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        var start = new CountDownLatch(1);
        var racing = new ArrayList<Future<Outcome<Receipt>>>();
        for (var attempt : attempts) {
            racing.add(threads.submit(() -> {
                start.await();
                return attempt.submit();
            }));
        }
        start.countDown();
        var outcomes = new ArrayList<Outcome<Receipt>>();
        for (var raced : racing) {
            outcomes.add(raced.get());
        }
        return outcomes;
    }

    private static Winner winner(List<Attempt> attempts, List<Outcome<Receipt>> outcomes) {
        var winners = new ArrayList<Winner>();
        for (int i = 0; i < attempts.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Accepted<Receipt>(var receipt)) {
                winners.add(new Winner(attempts.get(i).staged().bundle().commit(), receipt));
            }
        }
        assertThat(winners).hasSize(1);
        return winners.getFirst();
    }

    private void assertHistory(MlsClient reader, Winner winner) {
        var events = reader.http().follow(groupId, 0).readTo(winner.receipt().seq());
        assertThat(events).hasSize(3);
        Chain.verify(events);
        Chain.verifyReceipts(List.of(winner.receipt()), events);
        assertThat(((GroupEvent.CommitAccepted) events.getLast()).commit()).isEqualTo(winner.commit());
    }
}
