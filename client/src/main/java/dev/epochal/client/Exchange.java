package dev.epochal.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Sends a [Call] until it has an answer: again after a failed connection and while the server is unavailable, and by
/// asking for the submission's outcome when the server itself did not learn it in time. Whoever asked for more than it
/// may waits as long as the server says, if that is a matter of seconds.
///
/// Each write carries an idempotency key, so sending it twice does it once.
final class Exchange {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (_, _) -> true);

    private final HttpClient http;
    private final ClientSettings settings;
    private final Supplier<String> token;

    Exchange(HttpClient http, ClientSettings settings, Supplier<String> token) {
        this.http = http;
        this.settings = settings;
        this.token = token;
    }

    Exchange withToken(Supplier<String> other) {
        return new Exchange(http, settings, other);
    }

    /// The answer of the last attempt, whatever its status.
    ///
    /// @throws EpochalUnreachableException if no attempt had an answer
    Answer send(Call call) {
        return repeat(call, () -> sendOnce(call));
    }

    /// The same for a large body: where the connection breaks in its middle, the next attempt asks for the rest.
    ///
    /// @throws EpochalUnreachableException if no attempt had an answer
    Answer download(Call call) {
        var download = new Download(call);
        return repeat(call, () -> sendOnce(download.next(), download::take));
    }

    /// Asks once.
    private interface Attempt {
        Answer run() throws IOException;
    }

    private Answer repeat(Call call, Attempt single) {
        var pause = settings.firstPause();
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt >= settings.attempts();
            try {
                var answer = single.run();
                if (answer.status() == 504) {
                    return outcomeOf(answer);
                }
                var wait = wait(answer);
                if (last || wait.isEmpty()) {
                    return answer;
                }
                // Pauses are as long as this, or half of it.
                pause = longer(pause, wait.get().multipliedBy(2));
            } catch (IOException e) {
                if (last) {
                    throw new EpochalUnreachableException(
                            "No answer to " + call.method() + " " + call.target() + " from " + settings.baseUri()
                                    + " in " + attempt + " attempts: " + e,
                            e);
                }
            }
            pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /// How long to wait at least before the same is asked again; empty if the answer stands.
    private static Optional<Duration> wait(Answer answer) {
        var told = answer.header("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
        return switch (answer.status()) {
            case 429 -> told.filter(wait -> wait.compareTo(LONGEST_PAUSE) <= 0);
            case 503 -> Optional.of(Duration.ZERO);
            default -> Optional.empty();
        };
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /// The answer of a single attempt.
    ///
    /// @throws EpochalUnreachableException if there was none
    Answer probe(Call call) {
        try {
            return sendOnce(call);
        } catch (IOException e) {
            throw new EpochalUnreachableException("No answer to " + call.target() + " from " + settings.baseUri(), e);
        }
    }

    /// The body of a single attempt as it comes. The caller closes it.
    ///
    /// @throws IOException if there was no answer, or the server is unavailable
    /// @throws EpochalProblemException if the server refused
    InputStream open(Call call) throws IOException, InterruptedException {
        var response = answered(http.sendAsync(request(call).build(), HttpResponse.BodyHandlers.ofInputStream()));
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (var body = response.body()) {
            var answer = new Answer(response.statusCode(), response.headers(), Octets.of(body.readAllBytes()));
            if (answer.status() == 503 || answer.status() == 429) {
                throw new IOException(
                        "The server is unavailable: " + answer.body().asUtf8());
            }
            throw new EpochalProblemException(Answers.problem(answer));
        }
    }

    /// The limit is for the beginning of the answer: the body of a stream has none.
    private HttpResponse<InputStream> answered(CompletableFuture<HttpResponse<InputStream>> coming)
            throws IOException, InterruptedException {
        try {
            return coming.get(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException("No answer in time", e);
        } catch (ExecutionException e) {
            throw new IOException("No answer", e);
        }
    }

    private HttpRequest.Builder request(Call call) {
        var request = HttpRequest.newBuilder(settings.baseUri().resolve(call.target()))
                .method(call.method(), call.publisher());
        var bearer = token.get();
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        call.headers().forEach(request::header);
        return request;
    }

    private Answer sendOnce(Call call) throws IOException {
        return sendOnce(call, HttpResponse.BodyHandlers.ofByteArray());
    }

    private Answer sendOnce(Call call, HttpResponse.BodyHandler<byte[]> taking) throws IOException {
        try {
            var limit = settings.requestTimeout().plus(call.hold());
            var response = http.send(request(call).timeout(limit).build(), taking);
            return new Answer(response.statusCode(), response.headers(), Octets.of(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EpochalUnreachableException("Interrupted while waiting for an answer", e);
        }
    }

    /// Asks for the outcome of a submission until it is decided; the answer without an outcome stands if it never is.
    private Answer outcomeOf(Answer undecided) {
        var location = undecided.header("Location");
        if (location.isEmpty()) {
            return undecided;
        }
        var deadline = System.nanoTime() + settings.outcomeWait().toNanos();
        var pause = settings.firstPause();
        while (System.nanoTime() < deadline) {
            var decided = decision(location.get());
            if (decided.isPresent()) {
                return decided.get();
            }
            pause(pause);
        }
        return undecided;
    }

    private Optional<Answer> decision(String location) {
        var target = URI.create(location).getRawPath();
        try {
            var answer = sendOnce(Call.get(target));
            if (!answer.isSuccess()) {
                return Optional.empty();
            }
            return Optional.of(
                    switch (Answers.outcome(answer)) {
                        case SubmissionOutcome.Accepted accepted ->
                            new Answer(200, NO_HEADERS, Answers.bytes(accepted.receipt()));
                        case SubmissionOutcome.Refused refused ->
                            new Answer(
                                    refused.problem().status(),
                                    NO_HEADERS,
                                    Answers.bytes(refused.problem().members()));
                    });
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(Duration.ofMillis(
                    ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EpochalUnreachableException("Interrupted between two attempts", e);
        }
    }
}
