package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.api.health.HealthProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class DoorTest {
    private HealthProbe.Condition database = HealthProbe.Condition.HEALTHY;

    private final RunningApi server = new RunningApi(new HealthProbe() {
        @Override
        public String name() {
            return "database";
        }

        @Override
        public Finding check() {
            return new Finding(database, Map.of("latencyMs", 3));
        }
    });

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void tells_missing_bad_and_expired_tokens_apart() {
        assertThat(withToken("").problem()).isEqualTo("missing-token");
        assertThat(withToken("x.y.z").problem()).isEqualTo("invalid-token");
        var expired = withToken(RunningApi.TOKENS.token("alice", "phone", Duration.ofMinutes(-2)));
        assertThat(expired.status()).isEqualTo(401);
        assertThat(expired.problem()).isEqualTo("expired-token");
        assertThat(expired.header("WWW-Authenticate")).startsWith("Bearer ");
        assertThat(withToken(RunningApi.TOKENS.token("alice", "phone", "other", Duration.ofMinutes(1)))
                        .problem())
                .isEqualTo("forbidden-scope");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/groups, 404, not-found",
        "GET, /, 404, not-found",
        "DELETE, /v1/groups, 405, method-not-allowed",
        "PATCH, /v1/groups/AAAA/policy, 405, method-not-allowed",
        "GET, /v1/groups?limit=1, 400, bad-parameter",
        "GET, /v1/groups/AAAA/events?from=-1, 400, bad-parameter",
        "GET, /v1/groups/AAAA/events?limit=501, 400, bad-parameter",
        "GET, /v1/groups/AAAA/events?wait=26, 400, bad-parameter",
        "GET, /v1/groups/AAAA/events?from=1&from=2, 400, bad-parameter",
        "GET, /v1/groups/AAAA/events?from=x, 400, bad-parameter",
        "GET, /v1/groups/AAA=, 400, bad-parameter",
        "GET, /v1/groups/AAB, 400, bad-parameter",
        "GET, /v1/submissions/1-1-1-1-1, 400, bad-parameter",
        "GET, /v1/submissions/x, 400, bad-parameter"
    })
    void refuses_what_it_does_not_offer(String method, String target, int status, String problem) {
        var reply = server.send(server.request(target).method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(problem);
    }

    @Test
    void a_server_that_retires_is_not_ready_but_answers_those_who_come() {
        assertThat(server.get("/health/ready").status()).isEqualTo(200);

        server.api.retire();

        assertThat(server.get("/health/ready").status()).isEqualTo(503);
        assertThat(server.get("/health/live").status()).isEqualTo(200);
        assertThat(server.get("/v1/groups").status()).isEqualTo(200);
    }

    @Test
    void says_which_methods_an_address_takes() {
        var reply = server.send(server.request("/v1/groups").DELETE());
        assertThat(reply.header("Allow")).isEqualTo("GET, POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"message\":1}",
                "{\"message\":\"\"}",
                "{\"message\":\"A\"}",
                "{\"message\":\"AAEC\",\"extra\":1}",
                "{\"message\":\"AAEC\",\"message\":\"AAEC\"}",
                "{\"message\":\"AAEC\"} x"
            })
    void refuses_a_body_that_is_not_the_json_of_the_address(String body) {
        var reply = server.post(Samples.PATH + "/messages", body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("malformed-json");
        assertThat(server.log.count()).isZero();
    }

    @Test
    void refuses_other_media_types() {
        for (var type : new String[] {"text/plain", "application/xml", "nonsense"}) {
            var reply = server.send(server.request(Samples.PATH + "/messages")
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"AAEC\"}")));
            assertThat(reply.problem()).isEqualTo("unsupported-media-type");
        }
        var commit = server.send(server.request(Samples.PATH + "/commits")
                .header("Content-Type", "message/mls")
                .POST(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(commit.status()).isEqualTo(415);
    }

    @Test
    void refuses_a_body_beyond_the_limit_and_goes_on() {
        var text = "{\"message\":\"" + "A".repeat(3 << 20) + "\"}";
        var declared = server.post(Samples.PATH + "/messages", text);
        assertThat(declared.status()).isEqualTo(413);
        assertThat(declared.problem()).isEqualTo("body-too-large");
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var chunked = server.send(server.request(Samples.PATH + "/messages")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(bytes))));
        assertThat(chunked.problem()).isEqualTo("body-too-large");
        assertThat(server.get("/health").status()).isEqualTo(200);
    }

    @Test
    void refuses_an_idempotency_key_that_is_none() {
        var reply = server.send(server.request(Samples.PATH + "/messages")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "k".repeat(256))
                .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"AAEC\"}")));
        assertThat(reply.problem()).isEqualTo("bad-parameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\n\r\n",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: +5\r\n\r\nhello",
                "X-Folded: a\r\n b: c\r\n\r\n"
            })
    void refuses_what_two_readers_could_read_in_two_ways(String rest) throws IOException {
        var answer = raw("POST /v1/groups HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + rest);
        assertThat(answer).startsWith("HTTP/1.1 400").contains("/problems/bad-request");
    }

    @Test
    void refuses_a_request_line_or_headers_without_end() throws IOException {
        assertThat(raw("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(40_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
    }

    @Test
    void repeats_a_correlation_id_unless_it_could_spoil_the_log() {
        assertThat(correlation("trace-1.a_B")).isEqualTo("trace-1.a_B");
        assertThat(correlation("a b")).isNotEqualTo("a b").hasSize(36);
        assertThat(correlation("x".repeat(65))).hasSize(36);
    }

    @Test
    void tells_how_it_is_in_exactly_four_members() {
        var health = server.client("alice").health();
        assertThat(health.status()).isEqualTo("healthy");
        assertThat(health.version()).isEqualTo("7.7");
        assertThat(health.checks().properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("database", "log", "memory");
        assertThat(health.checks().path("database").path("latencyMs").asInt()).isEqualTo(3);
        assertThat(server.get("/health").json().properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("status", "timestamp", "version", "checks");
        assertThat(server.get("/health/live").status()).isEqualTo(200);
        assertThat(server.get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void is_not_ready_when_the_way_back_from_the_log_is_broken() {
        server.log.stopsFollowing();
        assertThat(server.get("/health").status()).isEqualTo(503);
        assertThat(server.get("/health").json().path("status").asText()).isEqualTo("unhealthy");
        assertThat(server.get("/health/ready").status()).isEqualTo(503);
        assertThat(server.get("/health/live").status()).isEqualTo(200);
    }

    @Test
    void is_degraded_when_a_probe_says_so() {
        database = HealthProbe.Condition.DEGRADED;
        var reply = server.get("/health");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asText()).isEqualTo("degraded");
    }

    @Test
    void serves_metrics_and_its_description_to_everybody() {
        assertThat(server.send(HttpRequest.newBuilder(server.uri().resolve("/metrics")))
                        .text())
                .isEqualTo("epochal_up 1\n");
        var description = server.send(HttpRequest.newBuilder(server.uri().resolve("/openapi")));
        assertThat(description.text()).startsWith("openapi: 3.1.0");
        assertThat(description.header("Content-Type")).isEqualTo("application/yaml");
    }

    @Test
    void measures_by_route_and_status_without_ids() {
        server.get(Samples.PATH);
        // What is inside is measured before the server has stopped.
        server.api.close();
        var timer = server.registry
                .get("epochal.http.requests")
                .tag("route", "/v1/groups/{group}")
                .tag("method", "GET")
                .tag("status", "404")
                .timer();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
    }

    @Test
    void a_long_poll_ends_when_the_server_stops() throws InterruptedException {
        server.reads.put(Samples.row(0, 0), Samples.ALICE);
        var status = new int[1];
        var poll = Thread.ofVirtual()
                .start(() -> status[0] =
                        server.get(Samples.PATH + "/events?from=1&wait=25").status());
        while (server.api.inside() == 0) {
            Thread.sleep(Duration.ofMillis(5));
        }
        server.api.close();
        poll.join();
        assertThat(status[0]).isEqualTo(200);
    }

    private RunningApi.Reply withToken(String token) {
        var request = HttpRequest.newBuilder(server.uri().resolve("/v1/groups"));
        return server.send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    private String correlation(String id) {
        return server.send(server.request("/health").header("X-Correlation-Id", id))
                .header("X-Correlation-Id");
    }

    /// What the server answers to these very octets before it closes the connection.
    private String raw(String octets) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
