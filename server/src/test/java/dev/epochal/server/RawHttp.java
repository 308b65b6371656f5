package dev.epochal.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Requests as anybody can make them, good or bad.
final class RawHttp implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    RawHttp(URI server) {
        this.server = server;
    }

    /// An answer.
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException("No JSON but: " + response.body(), e);
            }
        }
    }

    HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(server.resolve(target)).timeout(Duration.ofSeconds(30));
    }

    HttpRequest.Builder request(String target, String token) {
        return request(target).header("Authorization", "Bearer " + token);
    }

    Answer get(String target, String token) {
        return send(request(target, token));
    }

    Answer get(String target) {
        return send(request(target));
    }

    Answer post(String target, String token, String mediaType, BodyPublisher body) {
        return send(request(target, token).header("Content-Type", mediaType).POST(body));
    }

    Answer postJson(String target, String token, String body) {
        return post(target, token, "application/json", BodyPublishers.ofString(body));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for an answer", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
