package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.epochal.testkit.ServerProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// A request can be followed from its answer through the log of the server.
class LogLinesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "my-own-id.7";

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void the_correlation_id_of_a_problem_stands_in_the_lines_of_its_request_and_its_verdict() throws Exception {
        var home = Path.of(System.getProperty("epochal.home", "target"));
        var launch = new ServerProcess.Launch(
                home, RunningServer.JVM_ARGUMENTS, TestFolder.absent("log-lines"), 0, List.of("--log-format", "json"));
        try (var server = ServerProcess.start(launch, lines::add);
                var http = HttpClient.newHttpClient()) {
            assertThat(server.awaitHealthy(Duration.ofMinutes(2)))
                    .as(String.join("\n", lines))
                    .isTrue();
            var token = server.tokens().token("alice", "laptop", Duration.ofHours(1));
            var request = HttpRequest.newBuilder(server.uri().resolve("/v1/groups/AAAA/messages"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("X-Correlation-Id", ID)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"AAEC\"}"))
                    .build();

            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(JSON.readTree(answer.body()).path("correlationId").asText())
                    .isEqualTo(ID);
            Eventually.holds(
                    "a line tells of the request, and one of the verdict",
                    () -> !linesOf("request").isEmpty() && !linesOf("verdict").isEmpty());
            assertThat(linesOf("request").getFirst().path("status").asInt()).isEqualTo(answer.statusCode());
            assertThat(linesOf("verdict").getFirst().path("outcome").asText()).isEqualTo("refused");
        }
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(JSON.readTree(line).path("message").asText()).isNotEmpty());
    }

    private List<JsonNode> linesOf(String message) {
        return lines.stream()
                .map(LogLinesIT::json)
                .filter(line -> line.path("message").asText().equals(message))
                .filter(line -> line.path("correlationId").asText().equals(ID))
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
