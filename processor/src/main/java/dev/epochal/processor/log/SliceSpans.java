package dev.epochal.processor.log;

import dev.epochal.schema.log.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A span for each command of a slice that belongs to a trace: from the beginning of the slice's decision to the end
/// of its transaction. Where no traces are taken there is none.
final class SliceSpans implements AutoCloseable {
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final AttributeKey<Long> PARTITION = AttributeKey.longKey("messaging.destination.partition.id");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");

    private final List<Span> spans;
    private boolean decided;

    private SliceSpans(List<Span> spans) {
        this.spans = spans;
    }

    static SliceSpans begin(Tracer tracer, List<ConsumerRecord<byte[], byte[]>> slice) {
        var spans = new ArrayList<Span>(slice.size());
        for (var command : slice) {
            var header = command.headers().lastHeader(TraceParent.HEADER);
            var span = TraceParent.read(header == null ? null : header.value())
                    .map(parent -> begin(tracer, command, parent))
                    .orElse(Span.getInvalid());
            spans.add(span);
        }
        return new SliceSpans(spans);
    }

    private static Span begin(Tracer tracer, ConsumerRecord<byte[], byte[]> command, Context parent) {
        return tracer.spanBuilder("decide " + command.topic())
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(PARTITION, (long) command.partition())
                .setAttribute(OFFSET, command.offset())
                .startSpan();
    }

    /// What an event has to carry so that its trace goes on, by the place of its command in the slice.
    Optional<byte[]> parent(int place) {
        var span = spans.get(place);
        return span.isRecording() ? TraceParent.of(Context.root().with(span)) : Optional.empty();
    }

    /// It is certain what became of the commands.
    void decided(List<Outcome> outcomes) {
        decided = true;
        for (int i = 0; i < spans.size(); i++) {
            if (spans.get(i).isRecording()) {
                spans.get(i).setAttribute(OUTCOME, VerdictLines.word(outcomes.get(i)));
            }
        }
    }

    @Override
    public void close() {
        for (var span : spans) {
            if (!decided) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }
}
