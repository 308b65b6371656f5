package dev.epochal.api;

import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.MediaTypes;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemType;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// What a caller is told when its request ends before any endpoint sees it. The web server's own words are not
/// repeated: they may hold what the caller sent.
final class WireProblems {
    // They are of the server's kind in HTTP, but tell of what the caller sent.
    private static final int NOT_IMPLEMENTED = 501;
    private static final int VERSION_NOT_SUPPORTED = 505;

    private WireProblems() {}

    /// The answer that stands for a status of the web server.
    static TransportResponse response(int status, ServerResponseHeaders headers, String word) {
        var correlationId = UUID.randomUUID().toString();
        var answer = Answer.problem(refused(status, word).orElseGet(() -> problem(status)), correlationId);
        var response = TransportResponse.builder()
                .status(Status.create(answer.status()))
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, MediaTypes.PROBLEM)
                .header(HeaderNames.create("X-Correlation-Id"), correlationId)
                .entity(answer.body().toByteArray());
        answer.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        return response.build();
    }

    /// What this interface refused before there was a request to answer: its own word for it, and none of the web
    /// server's.
    private static Optional<Problem> refused(int status, String word) {
        return Stream.of(ProblemType.values())
                .filter(type -> type.status() == status && type.slug().equals(word))
                .findFirst()
                .map(type -> Problem.of(type, type.title()));
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 404 -> Problem.of(ProblemType.NOT_FOUND, "GET /openapi lists what there is");
            case 413 -> Problem.of(ProblemType.BODY_TOO_LARGE, "The body has more octets than any address takes");
            case 503 ->
                Problem.of(ProblemType.UNAVAILABLE, "The server has as many requests as it can take")
                        .retryAfterMs(1000);
            default ->
                status < 500 || status == NOT_IMPLEMENTED || status == VERSION_NOT_SUPPORTED
                        ? Problem.of(ProblemType.BAD_REQUEST, "The web server refused the request with " + status)
                        : Problem.of(ProblemType.INTERNAL, "Tell the operator the correlation id");
        };
    }
}
