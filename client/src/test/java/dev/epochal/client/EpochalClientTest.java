package dev.epochal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EpochalClientTest {
    private static final String TOO_MUCH = "{\"type\":\"https://epochal.dev/problems/rate-exceeded\",\"status\":429}";
    private static final Octets GROUP = Octets.utf8("group");
    private static final UUID SUBMISSION = UUID.fromString("0198a000-0000-7000-8000-000000000001");
    private static final String RECEIPT = """
            {"submission":"%s","groupId":"%s","seq":5,"epoch":3,"head":"%s","position":{"partition":1,"offset":42},
             "acceptedAt":1790000000000,"guarantee":"verified","replayed":false}""".formatted(SUBMISSION, GROUP, Octets.utf8("head"));
    private static final String CONFLICT = """
            {"type":"https://epochal.dev/problems/stale-epoch","title":"The epoch is over","status":409,
             "detail":"Epoch 3 was won by another Commit.","rfc":"RFC 9420 §14","correlationId":"c-1",
             "submittedEpoch":3,"currentEpoch":4,"headSeq":9,"winner":{"seq":9,"epoch":3,"commit":"%1$s"},
             "commits":[{"seq":9,"epoch":3,"commit":"%1$s"}],"proposals":[],
             "next":{"action":"apply-and-retry","events":"/v1/groups/%2$s/events?from=9"}}""".formatted(Octets.utf8("winner"), GROUP);

    private final StubServer server = new StubServer();
    private final EpochalClient client = EpochalClient.connect(settings(server.uri()), () -> "token-of-alice");

    private static ClientSettings settings(URI uri) {
        return new ClientSettings(
                uri, Duration.ofSeconds(2), Duration.ofSeconds(5), 3, Duration.ofMillis(2), Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private Outcome<Receipt> submit() {
        return client.submitCommit(GROUP, CommitBundle.of(Octets.utf8("commit"), Octets.utf8("info")));
    }

    @Test
    void an_accepted_commit_has_its_receipt() {
        server.answers(201, RECEIPT);

        var receipt = new Receipt(
                SUBMISSION,
                GROUP,
                5,
                3,
                Octets.utf8("head"),
                new Position(1, 42),
                Instant.ofEpochMilli(1790000000000L),
                Guarantee.VERIFIED,
                false);
        assertThat(submit()).isEqualTo(new Outcome.Accepted<>(receipt));
        var asked = server.asked().getFirst();
        assertThat(asked.line()).isEqualTo("POST /v1/groups/" + GROUP + "/commits");
        assertThat(asked.header("Authorization")).contains("Bearer token-of-alice");
        assertThat(asked.body())
                .isEqualTo("{\"commit\":\"%s\",\"groupInfo\":\"%s\"}"
                        .formatted(Octets.utf8("commit"), Octets.utf8("info")));
    }

    @Test
    void a_lost_race_tells_the_winner_and_the_way_on() {
        server.answers(409, CONFLICT);

        if (!(submit() instanceof Outcome.Conflict<Receipt> conflict)) {
            throw new AssertionError("no conflict");
        }
        assertThat(conflict.winner()).contains(new WonCommit(9, 3, Octets.utf8("winner")));
        assertThat(conflict.commits()).isEqualTo(conflict.winner().stream().toList());
        assertThat(conflict.currentEpoch()).isEqualTo(4);
        assertThat(conflict.problem().next().action()).isEqualTo("apply-and-retry");
        assertThat(conflict.problem().next().hints()).containsEntry("events", "/v1/groups/" + GROUP + "/events?from=9");
    }

    @Test
    void a_lost_race_that_the_read_model_does_not_know_yet_tells_how_far_to_read() {
        server.answers(409, """
                {"type":"https://epochal.dev/problems/stale-epoch","title":"Another Commit has won","status":409,
                 "detail":"Over.","submittedEpoch":3,"currentEpoch":4,"headSeq":9,
                 "next":{"action":"fetch","events":"/v1/groups/g/events?from=9"},"correlationId":"c-1"}""");

        if (!(submit() instanceof Outcome.Conflict<Receipt> conflict)) {
            throw new AssertionError("no conflict");
        }
        assertThat(conflict.winner()).isEmpty();
        assertThat(conflict.headSeq()).isEqualTo(9);
        assertThat(conflict.problem().next().action()).isEqualTo("fetch");
    }

    @Test
    void a_lost_race_of_one_who_was_removed_is_an_exception() {
        server.answers(409, """
                {"type":"https://epochal.dev/problems/stale-epoch","title":"Another Commit has won","status":409,
                 "detail":"Over.","submittedEpoch":3,"currentEpoch":4,"headSeq":9,"next":{"action":"rejoin"}}""");

        assertThatThrownBy(this::submit)
                .isInstanceOfSatisfying(
                        EpochalProblemException.class,
                        refused -> assertThat(refused.next().action()).isEqualTo("rejoin"));
    }

    @Test
    void another_refusal_is_an_exception_with_the_whole_problem() {
        server.answers(404, """
                {"type":"https://epochal.dev/problems/unknown-group","title":"No such group","status":404,
                 "detail":"There is no such group for you.","next":{"action":"check-group-id"},"correlationId":"c-2"}""");

        assertThatThrownBy(this::submit).isInstanceOfSatisfying(EpochalProblemException.class, refused -> {
            assertThat(refused.name()).isEqualTo("unknown-group");
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.next().action()).isEqualTo("check-group-id");
            assertThat(refused.problem().rfc()).isEmpty();
        });
    }

    @Test
    void a_conflict_of_another_kind_is_an_exception() {
        server.answers(409, "{\"type\":\"https://epochal.dev/problems/group-exists\",\"status\":409}");

        assertThatThrownBy(this::submit)
                .isInstanceOfSatisfying(
                        EpochalProblemException.class,
                        refused -> assertThat(refused.name()).isEqualTo("group-exists"));
    }

    @Test
    void an_answer_that_is_no_problem_document_is_still_told() {
        server.answers(413, "too much");

        assertThatThrownBy(this::submit)
                .isInstanceOf(EpochalProblemException.class)
                .hasMessageContaining("413")
                .hasMessageContaining("too much");
    }

    @Test
    void a_failed_connection_is_tried_again_with_the_same_key() {
        server.hangsUp().answers(200, RECEIPT.replace("\"replayed\":false", "\"replayed\":true"));

        assertThat(submit().orThrow().replayed()).isTrue();
        assertThat(server.asked()).hasSize(2);
        assertThat(server.asked().stream()
                        .map(asked -> asked.header("Idempotency-Key"))
                        .distinct())
                .containsExactly(Optional.of(Octets.utf8("commit").sha256().toString()));
    }

    @Test
    void two_claims_have_two_keys() {
        var claimed =
                "{\"submission\":\"%s\",\"user\":\"bob\",\"claimed\":[],\"exhausted\":[\"tablet\"],\"incapable\":[]}"
                        .formatted(SUBMISSION);
        server.answers(200, claimed).answers(200, claimed);

        assertThat(client.claimKeyPackages("bob", 1).exhausted()).containsExactly("tablet");
        client.claimKeyPackages("bob", 1);

        assertThat(server.asked().stream()
                        .map(asked -> asked.header("Idempotency-Key"))
                        .distinct())
                .hasSize(2);
    }

    @Test
    void a_user_with_unusual_letters_stays_one_path_segment() {
        server.answers(404, "{\"type\":\"https://epochal.dev/problems/no-key-packages\",\"status\":404}");

        assertThatThrownBy(() -> client.claimKeyPackages("bob o/b", 1)).hasMessageContaining("no-key-packages");

        assertThat(server.asked().getFirst().line()).isEqualTo("POST /v1/users/bob%20o%2Fb/key-packages/claim");
    }

    @Test
    void an_unavailable_server_is_tried_again_and_in_the_end_told() {
        var unavailable = "{\"type\":\"https://epochal.dev/problems/unavailable\",\"status\":503}";
        server.answers(503, unavailable).answers(503, unavailable).answers(503, unavailable);

        assertThatThrownBy(this::submit).hasMessageContaining("unavailable");
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void who_asked_for_too_much_asks_again_when_the_server_says_so() {
        server.answers(429, Map.of("Retry-After", "1"), TOO_MUCH).answers(200, RECEIPT);

        assertThat(submit().orThrow().replayed()).isFalse();
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void who_has_to_wait_for_long_is_told() {
        server.answers(429, Map.of("Retry-After", "3600"), TOO_MUCH).answers(429, TOO_MUCH);

        assertThatThrownBy(this::submit).hasMessageContaining("rate-exceeded");
        assertThatThrownBy(this::submit).hasMessageContaining("rate-exceeded");
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void an_unknown_outcome_is_asked_for_until_it_is_decided() {
        server.answers(
                        504,
                        Map.of("Location", "/v1/submissions/" + SUBMISSION),
                        "{\"type\":\"https://epochal.dev/problems/outcome-unknown\",\"status\":504}")
                .answers(404, "{\"type\":\"https://epochal.dev/problems/unknown-submission\",\"status\":404}")
                .answers(
                        200,
                        "{\"submission\":\"%s\",\"outcome\":\"accepted\",\"receipt\":%s}"
                                .formatted(SUBMISSION, RECEIPT));

        assertThat(submit()).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.asked().getLast().line()).isEqualTo("GET /v1/submissions/" + SUBMISSION);
    }

    @Test
    void an_unknown_outcome_can_turn_out_as_a_lost_race() {
        server.answers(
                        504,
                        Map.of("Location", "/v1/submissions/" + SUBMISSION),
                        "{\"type\":\"https://epochal.dev/problems/outcome-unknown\",\"status\":504}")
                .answers(
                        200,
                        "{\"submission\":\"%s\",\"outcome\":\"refused\",\"problem\":%s}"
                                .formatted(SUBMISSION, CONFLICT));

        assertThat(submit()).isInstanceOf(Outcome.Conflict.class);
    }

    @Test
    void no_answer_at_all_is_told_as_such() {
        server.hangsUp().hangsUp().hangsUp();

        assertThatThrownBy(this::submit)
                .isInstanceOf(EpochalUnreachableException.class)
                .hasMessageContaining("3 attempts");
    }

    @Test
    void a_receipt_that_lacks_a_member_is_not_made_up() {
        server.answers(201, RECEIPT.replace("\"seq\":5,", ""));

        assertThatThrownBy(this::submit)
                .isInstanceOf(EpochalUnreachableException.class)
                .hasMessageContaining("seq");
    }

    @Test
    void an_unhealthy_server_still_says_how_it_is() {
        server.answers(503, "{\"status\":\"unhealthy\",\"timestamp\":1790000000,\"version\":\"0.1.0\",\"checks\":{}}");

        assertThat(client.health().status()).isEqualTo("unhealthy");
        assertThat(server.asked()).hasSize(1);
    }
}
