package dev.epochal.api.exchange;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

/// The span of a request, by the names that OpenTelemetry has for HTTP servers. For its one thread.
final class RequestSpan implements AutoCloseable {
    private static final int FAULT = 500;
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> CORRELATION = AttributeKey.stringKey("correlation_id");

    private final Span span;
    private final Scope scope;

    // It is closed together with this.
    @SuppressWarnings("MustBeClosedChecker")
    private RequestSpan(Span span) {
        this.span = span;
        this.scope = span.makeCurrent();
    }

    static RequestSpan begin(Tracer tracer, Endpoint endpoint, String correlationId) {
        return new RequestSpan(tracer.spanBuilder(endpoint.method().text() + " " + endpoint.path())
                .setSpanKind(SpanKind.SERVER)
                .setNoParent()
                .setAttribute(METHOD, endpoint.method().text())
                .setAttribute(ROUTE, endpoint.path())
                .setAttribute(CORRELATION, correlationId)
                .startSpan());
    }

    void answered(int status) {
        span.setAttribute(STATUS, (long) status);
        if (status >= FAULT) {
            span.setStatus(StatusCode.ERROR);
        }
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
