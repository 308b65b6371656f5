package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import dev.epochal.testkit.CommitReport;
import dev.epochal.testkit.Membership;
import dev.epochal.testkit.MlsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Several writers on one group: each loss costs the round trip that lost, and no other. On a server of its own, for
/// its requests are counted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConflictIT {
    private static final int WRITERS = 6;
    private static final int CHANGES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Pattern COUNTED =
            Pattern.compile("(?m)^epochal_http_requests_seconds_count\\{(.*)\\} ([0-9.E+]+)$");

    private final RunningServer server = RunningServer.start(TestFolder.absent("conflict"));
    private Octets groupId = RunningServer.newGroupId();

    @BeforeEach
    void take_another_group() {
        groupId = RunningServer.newGroupId();
    }

    @AfterAll
    void stop_the_server() {
        server.close();
    }

    @Test
    void all_writers_reach_all_their_changes_with_one_round_trip_for_each_lost_race() throws Exception {
        var writers = members();
        try (var http = new RawHttp(server.uri());
                var threads = Executors.newFixedThreadPool(WRITERS)) {
            var commitsBefore = requests(http, "POST", "/commits");
            var readsBefore = reads(http);
            var changing = new ArrayList<Future<List<CommitReport>>>();
            for (var writer : writers) {
                changing.add(threads.submit(changes(writer)));
            }
            var reports = new ArrayList<CommitReport>();
            for (var each : changing) {
                reports.addAll(each.get());
            }
            var lost =
                    reports.stream().flatMap(report -> report.lost().stream()).toList();
            assertThat(reports).hasSize(WRITERS * CHANGES);
            assertThat(lost).isNotEmpty();
            assertThat(requests(http, "POST", "/commits") - commitsBefore).isEqualTo(WRITERS * CHANGES + lost.size());
            long farBehind = lost.stream().filter(ConflictIT::isFarBehind).count();
            assertThat(reads(http) - readsBefore).isBetween(farBehind, farBehind * WRITERS * CHANGES);
            assertThat(lost)
                    .allSatisfy(conflict ->
                            assertThat(conflict.problem().next().action()).isEqualTo("apply-and-retry"));
        }
        assertAgreement(writers);
    }

    @Test
    void messages_and_proposals_that_lost_their_epoch_are_made_anew_from_the_answer() throws Exception {
        var writers = members();
        var behind = writers.get(1);
        writers.getFirst().update(groupId);
        try (var http = new RawHttp(server.uri())) {
            var before = reads(http);
            var proposal = behind.group(groupId).group().proposeRemove(2);
            var lost = behind.group(groupId).propose(proposal);
            assertThat(lost).isInstanceOf(Outcome.Conflict.class);
            assertThat(behind.group(groupId).group().epoch()).isEqualTo(2);
            writers.getFirst().update(groupId);
            behind.group(groupId).send("From the epoch after the one that I knew.");
            assertThat(behind.group(groupId).group().epoch()).isEqualTo(3);
            assertThat(reads(http)).isEqualTo(before);
        }
        assertAgreement(writers);
    }

    /// Such a loser reads the history, in one page or as it comes; no other does.
    private static boolean isFarBehind(Outcome.Conflict<?> conflict) {
        return conflict.currentEpoch() - conflict.submittedEpoch() > Membership.WINNERS_TAKEN_FROM_AN_ANSWER;
    }

    private Callable<List<CommitReport>> changes(MlsClient writer) {
        return () -> {
            var reports = new ArrayList<CommitReport>();
            for (int i = 0; i < CHANGES; i++) {
                reports.add(writer.update(groupId));
            }
            return reports;
        };
    }

    private List<MlsClient> members() {
        var members = new ArrayList<MlsClient>();
        for (int i = 0; i < WRITERS; i++) {
            members.add(server.client(RunningServer.newUser("writer" + i), "phone"));
            members.getLast().publishKeyPackages(1);
        }
        var first = members.getFirst();
        first.createGroup(groupId);
        var others = members.subList(1, WRITERS);
        first.invite(
                groupId, others.stream().map(other -> other.identity().user()).toList());
        others.forEach(other -> assertThat(other.acceptWelcomes(PATIENCE)).containsExactly(groupId));
        return members;
    }

    private void assertAgreement(List<MlsClient> members) {
        var head = members.getFirst().http().group(groupId, 0).seq();
        members.forEach(member -> member.group(groupId).syncTo(head));
        assertThat(members)
                .extracting(member -> member.group(groupId).group().epochAuthenticator())
                .containsOnly(members.getFirst().group(groupId).group().epochAuthenticator());
    }

    /// What clients ask beside submitting: histories, states and offers to join.
    private static long reads(RawHttp http) {
        return requests(http, "GET", "/events")
                + requests(http, "GET", "/group-info")
                + requests(http, "GET", "/external-join");
    }

    private static long requests(RawHttp http, String method, String end) {
        return COUNTED.matcher(http.get("/metrics").response().body())
                .results()
                .filter(counted -> counted.group(1).contains("method=\"" + method + "\"")
                        && counted.group(1).contains(end + "\""))
                .mapToLong(counted -> (long) Double.parseDouble(counted.group(2)))
                .sum();
    }
}
