package dev.epochal.schema.log;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What joins the spans of a request across the log: a header of its command and of its event (W3C Trace Context 00).
/// No seal covers it, no decision looks at it, and it is there only while traces are taken.
public final class TraceParent {
    /// The name of the record header.
    public static final String HEADER = "traceparent";

    private static final int LENGTH = 55;
    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private TraceParent() {}

    /// What takes no traces.
    public static Tracer off() {
        return TracerProvider.noop().get("epochal");
    }

    /// The header's value, if the span of the context is one that is kept.
    public static Optional<byte[]> of(Context context) {
        return Optional.of(Span.fromContext(context).getSpanContext())
                .filter(SpanContext::isValid)
                .filter(SpanContext::isSampled)
                .map(span -> "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex())
                .map(text -> text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The span that a header names; empty if it names none that is kept.
    public static Optional<Context> read(byte @Nullable [] header) {
        if (header == null || header.length != LENGTH) {
            return Optional.empty();
        }
        var fields = FORM.matcher(new String(header, StandardCharsets.US_ASCII));
        if (!fields.matches()) {
            return Optional.empty();
        }
        var span = SpanContext.createFromRemoteParent(
                fields.group(1), fields.group(2), TraceFlags.fromHex(fields.group(3), 0), TraceState.getDefault());
        return span.isValid() && span.isSampled()
                ? Optional.of(Context.root().with(Span.wrap(span)))
                : Optional.empty();
    }
}
