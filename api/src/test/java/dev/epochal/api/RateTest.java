package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.api.exchange.Allowances;
import dev.epochal.api.exchange.Guard;
import dev.epochal.api.exchange.Room;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S34")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class RateTest {
    private static final String PATH = Samples.PATH + "/messages";

    private RunningApi server = new RunningApi();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void each_answer_to_a_user_tells_its_allowance() {
        limited(new Allowances.Rate(1, 100), 10);
        var reply = server.get("/v1/groups");
        assertThat(reply.header("RateLimit-Policy")).isEqualTo("\"cost\";q=100;w=100");
        assertThat(reply.header("RateLimit")).isEqualTo("\"cost\";r=99;t=1");
        assertThat(server.get("/health").header("RateLimit")).isEmpty();
    }

    @Test
    void who_asks_for_too_much_is_told_when_to_come_back_and_the_others_go_on() {
        limited(new Allowances.Rate(1, 3), 10);
        for (int i = 0; i < 3; i++) {
            assertThat(server.get("/v1/groups").status()).isEqualTo(200);
        }
        var refused = server.get("/v1/groups");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.problem()).isEqualTo("rate-exceeded");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.header("RateLimit")).isEqualTo("\"cost\";r=0;t=3");
        assertThat(server.send(server.as("bob", "/v1/groups")).status()).isEqualTo(200);
        server.nanos = Duration.ofSeconds(1).toNanos();
        assertThat(server.get("/v1/groups").status()).isEqualTo(200);
        assertThat(server.get("/v1/groups").status()).isEqualTo(429);
    }

    @Test
    void a_large_body_costs_as_much_whether_its_length_is_told_or_not() {
        limited(new Allowances.Rate(1, 200), 10);
        var large = ("{\"message\":" + " ".repeat(100 << 10) + "7}").getBytes(StandardCharsets.UTF_8);
        assertThat(server.post(PATH, new String(large, StandardCharsets.UTF_8)).problem())
                .isEqualTo("malformed-json");
        var untold = server.send(server.request(PATH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large))));
        assertThat(untold.problem()).isEqualTo("malformed-json");
        assertThat(server.get("/v1/groups").problem()).isEqualTo("rate-exceeded");
    }

    @Test
    void a_body_that_no_address_takes_is_told_so_and_costs_no_more_than_an_empty_one() {
        limited(new Allowances.Rate(1, 10), 10);
        assertThat(server.get("/v1/groups").status()).isEqualTo(200);
        var refused = server.post(PATH, " ".repeat((2 << 20) + 1));
        assertThat(refused.problem()).isEqualTo("body-too-large");
        assertThat(refused.header("RateLimit")).isEqualTo("\"cost\";r=5;t=5");
    }

    @Test
    void the_standard_allowance_has_room_for_a_new_client_and_for_a_commit_with_a_large_tree() {
        limited(Protection.standard().limits().rate(), 10);
        var hundredKeyPackages = " ".repeat(100 * 700);
        for (int i = 0; i < 10; i++) {
            assertThat(server.post("/v1/key-packages", hundredKeyPackages).problem())
                    .isEqualTo("malformed-json");
        }
        server.nanos = Duration.ofSeconds(10).toNanos();
        var commit = " ".repeat(4 << 20);
        var taken = server.post(Samples.PATH + "/commits", commit);
        assertThat(taken.problem()).isEqualTo("malformed-json");
        assertThat(taken.header("RateLimit")).isEqualTo("\"cost\";r=0;t=10");
        assertThat(server.post(Samples.PATH + "/commits", commit).problem()).isEqualTo("rate-exceeded");
    }

    @Test
    void all_clients_of_a_user_share_one_allowance() {
        limited(new Allowances.Rate(1, 1), 10);
        assertThat(server.get("/v1/groups").status()).isEqualTo(200);
        var laptop = RunningApi.TOKENS.token("alice", "laptop", Duration.ofMinutes(5));
        assertThat(server.send(from("127.0.0.1", laptop)).problem()).isEqualTo("rate-exceeded");
    }

    @Test
    void who_comes_when_enough_submissions_wait_is_sent_away_and_the_reads_go_on()
            throws InterruptedException, IOException {
        limited(Allowances.Rate.UNLIMITED, 1);
        server.log.staysSilent();
        var waiting = Thread.ofVirtual().start(() -> server.post(PATH, "{\"message\":\"AAEC\"}"));
        while (server.log.count() == 0) {
            Thread.sleep(Duration.ofMillis(2));
        }
        var shed = server.post(PATH, "{\"message\":\"AAED\"}");
        assertThat(shed.status()).isEqualTo(503);
        assertThat(shed.problem()).isEqualTo("unavailable");
        assertThat(shed.header("Retry-After")).isEqualTo("1");
        assertThat(answerWithoutBody()).startsWith("HTTP/1.1 503 ");
        assertThat(server.log.count()).isEqualTo(1);
        assertThat(server.get("/v1/groups").status()).isEqualTo(200);
        server.log.decidesAtLast(ScriptedLog.receipt(1, 0));
        waiting.join();
    }

    @Test
    void a_stream_of_bad_tokens_is_cut_off_where_it_comes_from_and_known_callers_go_on() {
        limited(new Allowances.Rate(1, 8), 10);
        // Made once: one that is made in the next second is another token.
        var known = RunningApi.token("alice");
        assertThat(server.send(from("192.0.2.2", known)).status()).isEqualTo(200);
        for (int i = 0; i < 2; i++) {
            assertThat(server.send(from("192.0.2.1", "x.y.z")).problem()).isEqualTo("invalid-token");
        }
        var refused = server.send(from("192.0.2.1", "x.y.z"));
        assertThat(refused.problem()).isEqualTo("rate-exceeded");
        assertThat(refused.header("Retry-After")).isEqualTo("4");
        assertThat(server.send(from("192.0.2.1", RunningApi.token("bob"))).problem())
                .isEqualTo("rate-exceeded");
        assertThat(server.send(from("192.0.2.1", known)).status()).isEqualTo(200);
        assertThat(server.send(from("192.0.2.2", RunningApi.token("bob"))).status())
                .isEqualTo(200);
    }

    @Test
    void nobody_asks_without_a_token_more_than_it_may() {
        limited(new Allowances.Rate(1, 2), 10);
        for (int i = 0; i < 2; i++) {
            assertThat(server.get("/metrics").status()).isEqualTo(200);
        }
        assertThat(server.get("/metrics").problem()).isEqualTo("rate-exceeded");
        assertThat(server.get("/health/live").status()).isEqualTo(200);
        assertThat(server.get("/v1/groups").status()).isEqualTo(429);
        assertThat(server.send(from("192.0.2.1", RunningApi.token("alice"))).status())
                .isEqualTo(200);
    }

    @Test
    void nobody_takes_the_places_of_the_others_by_waiting_on_them() throws InterruptedException {
        limited(Allowances.Rate.UNLIMITED, new Room(1, 64 << 20), 10);
        server.reads.put(Samples.row(0, 0), Samples.ALICE);
        var waiting = Thread.ofVirtual().start(() -> {
            while (server.get(Samples.PATH + "/events?from=1&wait=25").status() == 429) {
                Thread.onSpinWait();
            }
        });
        var refused = server.get("/v1/groups");
        while (refused.status() == 200) {
            refused = server.get("/v1/groups");
        }
        assertThat(refused.problem()).isEqualTo("rate-exceeded");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(server.send(server.as("bob", "/v1/groups")).status()).isEqualTo(200);
        server.api.close();
        waiting.join();
    }

    @Test
    void who_brings_more_than_there_is_room_for_is_sent_away_and_holds_nothing() throws InterruptedException {
        limited(Allowances.Rate.UNLIMITED, new Room(100, 1 << 20), 10);
        server.log.staysSilent();
        var waiting = Thread.ofVirtual().start(() -> server.post(PATH, message(40_000)));
        while (server.log.count() == 0) {
            Thread.sleep(Duration.ofMillis(2));
        }
        var told = server.post(PATH, message(900_000));
        assertThat(told.status()).isEqualTo(503);
        assertThat(told.problem()).isEqualTo("unavailable");
        assertThat(told.header("Retry-After")).isEqualTo("1");
        var untold = server.send(server.request(PATH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(message(900_000)))));
        assertThat(untold.problem()).isEqualTo("rate-exceeded");
        assertThat(server.log.count()).isEqualTo(1);
        assertThat(server.get("/v1/groups").status()).isEqualTo(200);
        server.log.decidesAtLast(ScriptedLog.receipt(1, 0));
        waiting.join();
        while (server.registry.get("epochal.requests.held").gauge().value() > 0) {
            Thread.sleep(Duration.ofMillis(2));
        }
    }

    private static String message(int octets) {
        return "{\"message\":\"" + "A".repeat(octets) + "\"}";
    }

    private HttpRequest.Builder from(String address, String token) {
        return HttpRequest.newBuilder(server.uri().resolve("/v1/groups"))
                .header("X-Forwarded-For", address)
                .header("Authorization", "Bearer " + token);
    }

    /// The answer to a submission that tells of a body and never sends it.
    private String answerWithoutBody() throws IOException {
        try (var connection = new RawConnection(server.api.port())) {
            return connection
                    .send("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                            + RunningApi.token("alice")
                            + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n")
                    .until("/problems/unavailable");
        }
    }

    private void limited(Allowances.Rate rate, int waitingMax) {
        limited(rate, new Room(100, 64 << 20), waitingMax);
    }

    private void limited(Allowances.Rate rate, Room room, int waitingMax) {
        server.close();
        var limits = new Guard.Limits(rate, room, Protection.standard().limits().pace(), List.of());
        server = new RunningApi(new Protection(limits, waitingMax), Duration.ofSeconds(60));
    }
}
