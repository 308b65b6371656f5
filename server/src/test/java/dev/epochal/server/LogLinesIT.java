package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import dev.epochal.testkit.MlsClient;
import dev.epochal.testkit.ServerProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A request can be followed from its answer through the log of the server, and no secret stands there.
@TestInstance(Lifecycle.PER_CLASS)
class LogLinesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration VALIDITY = Duration.ofHours(1);
    private static final int CANARY_OCTETS = 24;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Path data;
    private ServerProcess server;

    @BeforeAll
    void start() {
        var home = Path.of(System.getProperty("epochal.home", "target"));
        data = TestFolder.absent("log-lines");
        var launch =
                new ServerProcess.Launch(home, RunningServer.JVM_ARGUMENTS, data, 0, List.of("--log-format", "json"));
        server = ServerProcess.start(launch, lines::add);
        assertThat(server.awaitHealthy(Duration.ofMinutes(2)))
                .as(String.join("\n", lines))
                .isTrue();
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void the_correlation_id_of_a_problem_stands_in_the_lines_of_its_request_and_its_verdict() throws Exception {
        var id = "my-own-id.7";
        var answer = post(server.tokens().token("alice", "laptop", VALIDITY), id, "AAEC");

        assertThat(JSON.readTree(answer.body()).path("correlationId").asText()).isEqualTo(id);
        Eventually.holds(
                "a line tells of the request, and one of the verdict",
                () -> !linesOf("request", id).isEmpty()
                        && !linesOf("verdict", id).isEmpty());
        assertThat(linesOf("request", id).getFirst().path("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(linesOf("verdict", id).getFirst().path("outcome").asText()).isEqualTo("refused");
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(JSON.readTree(line).path("message").asText()).isNotEmpty());
    }

    @Test
    @Tag("S54")
    @Tag("S55")
    void no_secret_and_no_payload_stands_in_any_line() throws Exception {
        var hidden = new ArrayList<String>();
        hidden.addAll(talk());
        hidden.addAll(sendRubbish());
        for (var secret : List.of("jwt.secret", "checkpoint.key")) {
            hidden.add(Files.readString(data.resolve(secret)).strip());
        }

        assertThat(hidden).allSatisfy(one -> assertThat(one.length()).isGreaterThan(20));
        assertThat(lines).allSatisfy(line -> assertThat(line).doesNotContain(hidden));
    }

    /// Two members of a group, each with what the server was told by them.
    private List<String> talk() {
        var hidden = new ArrayList<String>();
        try (var connection = EpochalClient.connect(ClientSettings.of(server.uri()), () -> "")) {
            var alice = member(connection, "alice", hidden);
            var bob = member(connection, "bob", hidden);
            bob.publishKeyPackages(1);
            var groupId = Octets.utf8("a group of canaries");
            alice.createGroup(groupId);
            alice.invite(groupId, List.of("bob"));
            var message = alice.group(groupId).group().protect(Octets.utf8("the canary sings"));
            assertThat(alice.http().submitMessage(groupId, message)).isInstanceOf(Outcome.Accepted.class);
            hidden.addAll(written(message.toArray()));
        }
        return hidden;
    }

    private MlsClient member(EpochalClient connection, String user, List<String> hidden) {
        var token = server.tokens().token(user, "phone", VALIDITY);
        hidden.add(token);
        return MlsClient.create(connection, user, "phone", () -> token);
    }

    /// What is refused is tempting to be logged.
    private List<String> sendRubbish() throws IOException, InterruptedException {
        var canary = new byte[CANARY_OCTETS];
        Arrays.fill(canary, (byte) 'c');
        var token = server.tokens().token("mallory", "phone", VALIDITY);
        var forged = token.substring(0, token.length() - 4) + "AAAA";
        var base64 = Base64.getEncoder().encodeToString(canary);
        assertThat(post(token, "canary-1", base64).statusCode()).isBetween(400, 499);
        assertThat(post(token, "canary-2", "no base64: " + new String(canary, StandardCharsets.US_ASCII))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(forged, "canary-3", base64).statusCode()).isEqualTo(401);
        Eventually.holds(
                "a line tells of the last request",
                () -> !linesOf("request", "canary-3").isEmpty());
        var hidden = new ArrayList<>(written(canary));
        hidden.addAll(List.of(token, forged, new String(canary, StandardCharsets.US_ASCII)));
        return hidden;
    }

    /// The ways in which octets could be written.
    private static List<String> written(byte[] octets) {
        var beginning = Arrays.copyOf(octets, CANARY_OCTETS);
        return List.of(
                Base64.getEncoder().encodeToString(beginning),
                Base64.getUrlEncoder().encodeToString(beginning),
                HexFormat.of().formatHex(beginning),
                Arrays.toString(beginning));
    }

    private HttpResponse<String> post(String token, String id, String message)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.uri().resolve("/v1/groups/AAAA/messages"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("X-Correlation-Id", id)
                .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"" + message + "\"}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private List<JsonNode> linesOf(String message, String id) {
        return lines.stream()
                .map(LogLinesIT::json)
                .filter(line -> line.path("message").asText().equals(message))
                .filter(line -> line.path("correlationId").asText().equals(id))
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }
}
