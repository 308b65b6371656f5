package dev.epochal.api.health;

import com.google.protobuf.ByteString;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.health.HealthProbe.Condition;
import dev.epochal.api.json.Json;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// How the server is, for machines that watch it and for people; and its metrics. Everybody may ask.
public final class HealthEndpoints implements AutoCloseable {
    private static final String SCRAPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Probes probes;
    private final Gate gate;
    private final String version;
    private final InstantSource clock;

    /// Asks these probes. A gate that invites nobody makes the server not ready.
    public HealthEndpoints(List<HealthProbe> probes, Gate gate, String version, InstantSource clock) {
        this.probes = new Probes(probes);
        this.gate = gate;
        this.version = version;
        this.clock = clock;
    }

    /// The endpoints of this server's own form.
    ///
    /// @param scrape the metrics in the format of Prometheus
    public List<Endpoint> endpoints(Supplier<String> scrape) {
        return List.of(
                Endpoint.get("/health", this::health).forEverybody(),
                Endpoint.get("/metrics", _ -> Answer.ok(SCRAPE, ByteString.copyFromUtf8(scrape.get())))
                        .forEverybody());
    }

    /// `/health/live` and `/health/ready` as Helidon has them.
    public ObserveFeature liveAndReady() {
        return ObserveFeature.builder()
                .endpoint("/")
                .observersDiscoverServices(false)
                .addObserver(HealthObserver.builder()
                        .useSystemServices(false)
                        .details(true)
                        .addCheck(check("live", HealthCheckType.LIVENESS, () -> true))
                        .addCheck(check("ready", HealthCheckType.READINESS, this::isReady))
                        .build())
                .build();
    }

    @Override
    public void close() {
        probes.close();
    }

    private boolean isReady() {
        return gate.isInviting() && Probes.worst(probes.check()) != Condition.UNHEALTHY;
    }

    private Answer health(Call call) {
        var findings = probes.check();
        var worst = Probes.worst(findings);
        var answer = Json.object()
                .put("status", word(worst))
                .put("timestamp", clock.instant().getEpochSecond())
                .put("version", version);
        var checks = answer.putObject("checks");
        findings.forEach((name, finding) -> {
            var check = checks.putObject(name).put("status", word(finding.condition()));
            finding.details().forEach(check::putPOJO);
        });
        return Answer.json(worst == Condition.UNHEALTHY ? 503 : 200, answer);
    }

    private static String word(Condition condition) {
        return condition.name().toLowerCase(Locale.ROOT);
    }

    private static HealthCheck check(String name, HealthCheckType type, Supplier<Boolean> well) {
        return new HealthCheck() {
            @Override
            public HealthCheckType type() {
                return type;
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public HealthCheckResponse call() {
                return HealthCheckResponse.builder().status(well.get()).build();
            }
        };
    }
}
