package dev.epochal.projections.project;

import dev.epochal.schema.log.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A span for each record of a batch that belongs to a trace, until the batch's rows can be read. Where no
/// traces are taken there is none.
final class RecordSpans implements AutoCloseable {
    private static final AttributeKey<Long> PARTITION = AttributeKey.longKey("messaging.destination.partition.id");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");

    private final List<Span> spans;

    private RecordSpans(List<Span> spans) {
        this.spans = spans;
    }

    static RecordSpans begin(Tracer tracer, List<ConsumerRecord<byte[], byte[]>> read) {
        var spans = new ArrayList<Span>();
        for (var record : read) {
            var header = record.headers().lastHeader(TraceParent.HEADER);
            TraceParent.read(header == null ? null : header.value())
                    .ifPresent(parent -> spans.add(tracer.spanBuilder("project " + record.topic())
                            .setParent(parent)
                            .setSpanKind(SpanKind.CONSUMER)
                            .setAttribute(PARTITION, (long) record.partition())
                            .setAttribute(OFFSET, record.offset())
                            .startSpan()));
        }
        return new RecordSpans(spans);
    }

    @Override
    public void close() {
        spans.forEach(Span::end);
    }
}
