package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.epochal.api.access.Issuer;
import dev.epochal.api.exchange.Allowances;
import dev.epochal.api.exchange.Guard;
import dev.epochal.api.health.HealthProbe;
import dev.epochal.client.EpochalClient;
import dev.epochal.schema.log.TraceParent;
import dev.epochal.testkit.DevelopmentTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The real interface on a free port, over a read model and a log in memory.
final class RunningApi implements AutoCloseable {
    static final DevelopmentTokens TOKENS = new DevelopmentTokens("0123456789abcdef0123456789abcdef");
    /// No limit by rate: tests ask for more than any user would.
    private static final Protection UNLIMITED = new Protection(
            new Guard.Limits(
                    Allowances.Rate.UNLIMITED,
                    Protection.standard().limits().room(),
                    Protection.standard().limits().pace(),
                    List.of()),
            2_000);

    private static final ObjectMapper JSON = new ObjectMapper();

    final FakeReads reads = new FakeReads();
    final FakeLive live = new FakeLive();
    final ScriptedLog log = new ScriptedLog();
    /// How far the clock of the interface is ahead.
    volatile Duration ahead = Duration.ZERO;
    /// What the clock of the allowances shows.
    volatile long nanos = 0;

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Api api;
    private final HttpClient http = HttpClient.newHttpClient();

    RunningApi(HealthProbe... probes) {
        this(settings -> settings.protectedBy(UNLIMITED), probes);
    }

    /// One over TLS.
    static RunningApi over(Encryption encryption) {
        return new RunningApi(settings -> settings.encryptedBy(Optional.of(encryption)));
    }

    RunningApi(Protection protection, Duration patience, HealthProbe... probes) {
        this(settings -> settings.waitingFor(patience).protectedBy(protection), probes);
    }

    private RunningApi(UnaryOperator<ApiSettings> changes, HealthProbe... probes) {
        var settings = ApiSettings.of(0, Map.of(), List.of(Issuer.sharing(TOKENS.secret())))
                .on("127.0.0.1")
                .waitingFor(Duration.ofMillis(300))
                .telling(new ApiSettings.Program("7.7", () -> "epochal_up 1\n", TraceParent.off()));
        api = Api.start(
                changes.apply(settings),
                reads.side(live),
                new Api.Surroundings(
                        log::open, registry, () -> Instant.now().plus(ahead), () -> nanos, List.of(probes)));
    }

    record Reply(int status, HttpHeaders headers, String text) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError(text, e);
            }
        }

        /// Nobody can tell it from the other one, but for the id of the request.
        void assertLooksLike(Reply other) {
            assertThat(status).isEqualTo(other.status);
            assertThat(text.replace(header("X-Correlation-Id"), ""))
                    .isEqualTo(other.text.replace(other.header("X-Correlation-Id"), ""));
            assertThat(headers.map().keySet()).isEqualTo(other.headers.map().keySet());
        }

        /// The last part of the problem's type.
        String problem() {
            return json().path("type").asText().replaceFirst(".*/", "");
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + api.port());
    }

    EpochalClient client(String user) {
        return EpochalClient.connect(uri(), () -> token(user));
    }

    static String token(String user) {
        return TOKENS.token(user, "phone", Duration.ofMinutes(5));
    }

    /// A request that alice sends.
    HttpRequest.Builder request(String target) {
        return as("alice", target);
    }

    /// A request that this user sends.
    HttpRequest.Builder as(String user, String target) {
        return HttpRequest.newBuilder(uri().resolve(target)).header("Authorization", "Bearer " + token(user));
    }

    Reply get(String target) {
        return send(request(target));
    }

    Reply post(String target, String json) {
        return send(request(target)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    Reply send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        api.close();
        http.shutdownNow();
    }
}
