package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.stream.Stream;

/// A stream of Server-Sent Events, read line by line.
final class ReadStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Stream<String> body;
    private final Iterator<String> lines;
    private String lastId = "";

    ReadStream(RunningApi server, String target, String lastEventId) {
        this(server, request(server, target, lastEventId));
    }

    ReadStream(RunningApi server, HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new AssertionError("no stream but " + response.statusCode());
            }
            this.body = response.body();
            this.lines = body.iterator();
        } catch (IOException e) {
            throw new AssertionError("no answer from " + server.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static HttpRequest.Builder request(RunningApi server, String target, String lastEventId) {
        var request = server.request(target).header("Accept", "text/event-stream");
        return lastEventId.isEmpty() ? request : request.header("Last-Event-ID", lastEventId);
    }

    /// The next message in short; empty if there is none any more.
    String next() {
        var id = "";
        var name = "";
        while (lines.hasNext()) {
            var line = lines.next();
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                lastId = id.isEmpty() ? lastId : id;
                return brief(id, name, json(line.substring(6)));
            }
        }
        return "";
    }

    /// The id of the last message that had one.
    String lastId() {
        return lastId;
    }

    private static String brief(String id, String name, JsonNode data) {
        if (name.equals("end")) {
            return "end " + data.path("reason").asText();
        }
        if (data.has("cursor")) {
            assertThat(name.isEmpty()).isEqualTo(data.path("cursor").asText().equals(id));
            return name.isEmpty()
                    ? data.path("type").asText() + " " + data.path("seq").asLong()
                    : "head";
        }
        var where = "head " + data.path("headSeq").asLong() + " epoch "
                + data.path("epoch").asLong();
        return name.equals("head")
                ? where
                : id + " event " + data.path("event").path("seq").asLong() + " " + where;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void close() {
        body.close();
        http.shutdownNow();
    }
}
