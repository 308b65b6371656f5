package dev.epochal.api.exchange;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Tracer;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One log line and one measurement for each request, and a span where traces are taken. None of them tells an id of a
/// user, a client or a group.
///
/// Where many are sent away (503), the lines that say so would take the time to do it: one of each route passes in a
/// second and tells how many were left out before it. All of them are measured.
public final class RequestLog {
    private static final String UNROUTED = "unrouted";
    private static final int SENT_AWAY = 503;

    private final MeterRegistry registry;
    private final Tracer tracer;
    private final LongSupplier nanos;
    private final Logger lines;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Kind, Thinning> thinned = new ConcurrentHashMap<>();

    private record Kind(String method, String route, int status) {}

    /// Measures into the registry as `epochal.http.requests`.
    ///
    /// @param nanos a clock that only goes forward
    public RequestLog(MeterRegistry registry, Tracer tracer, LongSupplier nanos) {
        this(registry, tracer, nanos, LoggerFactory.getLogger("dev.epochal.api.request"));
    }

    RequestLog(MeterRegistry registry, Tracer tracer, LongSupplier nanos, Logger lines) {
        this.registry = registry;
        this.tracer = tracer;
        this.nanos = nanos;
        this.lines = lines;
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

    private void record(Kind kind, long took, String correlationId, Level level) {
        timers.computeIfAbsent(kind, this::timer).record(took, TimeUnit.NANOSECONDS);
        var leftOut = leftOut(kind);
        if (leftOut.isEmpty()) {
            return;
        }
        var line = lines.atLevel(level)
                .addKeyValue("method", kind.method())
                .addKeyValue("route", kind.route())
                .addKeyValue("status", kind.status())
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(took))
                .addKeyValue("correlationId", correlationId);
        if (leftOut.getAsInt() > 0) {
            line = line.addKeyValue("leftOut", leftOut.getAsInt());
        }
        line.log("request");
    }

    /// How many lines were left out before this one; empty if it is left out too.
    private OptionalInt leftOut(Kind kind) {
        return kind.status() == SENT_AWAY
                ? thinned.computeIfAbsent(kind, _ -> new Thinning(nanos)).pass()
                : OptionalInt.of(0);
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
