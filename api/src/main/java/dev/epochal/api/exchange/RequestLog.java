package dev.epochal.api.exchange;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Tracer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One log line and one measurement for each request, and a span where traces are taken. None of them tells an id of a
/// user, a client or a group.
public final class RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.epochal.api.request");
    private static final String UNROUTED = "unrouted";

    private final MeterRegistry registry;
    private final Tracer tracer;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    private record Kind(String method, String route, int status) {}

    /// Measures into the registry as `epochal.http.requests`.
    public RequestLog(MeterRegistry registry, Tracer tracer) {
        this.registry = registry;
        this.tracer = tracer;
    }

    /// Begins the span of a request, under which what its thread does stands until it is closed. What a caller says of
    /// a trace of its own counts for nothing: it would choose what is kept here.
    RequestSpan begin(Endpoint endpoint, String correlationId) {
        return RequestSpan.begin(tracer, endpoint, correlationId);
    }

    void record(Endpoint endpoint, int status, long nanos, String correlationId) {
        var kind = new Kind(endpoint.method().text(), endpoint.path(), status);
        record(kind, nanos, correlationId, level(endpoint, status));
    }

    /// A request that no endpoint takes. Its method and path are the caller's words, so they are not repeated.
    void recordUnrouted(int status, String correlationId) {
        record(new Kind(UNROUTED, UNROUTED, status), 0, correlationId, Level.INFO);
    }

    private void record(Kind kind, long nanos, String correlationId, Level level) {
        timers.computeIfAbsent(kind, this::timer).record(nanos, TimeUnit.NANOSECONDS);
        LOG.atLevel(level)
                .addKeyValue("method", kind.method())
                .addKeyValue("route", kind.route())
                .addKeyValue("status", kind.status())
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                .addKeyValue("correlationId", correlationId)
                .log("request");
    }

    /// What everybody may ask is asked all the time, by machines.
    private static Level level(Endpoint endpoint, int status) {
        if (status >= 500) {
            return Level.WARN;
        }
        return endpoint.scopes().isEmpty() ? Level.DEBUG : Level.INFO;
    }

    private Timer timer(Kind kind) {
        return Timer.builder("epochal.http.requests")
                .description("Requests by route and status, with the time until the answer was sent")
                .tag("method", kind.method())
                .tag("route", kind.route())
                .tag("status", Integer.toString(kind.status()))
                .register(registry);
    }
}
