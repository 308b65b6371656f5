package dev.epochal.projections.project;

import dev.epochal.schema.log.Topic;
import dev.epochal.schema.log.TraceParent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What the projection of one topic counts. Safe for use by several threads.
final class ProjectionMetrics {
    private final Topic topic;
    private final MeterRegistry registry;
    private final Timer batches;
    private final Counter records;
    private final Counter duplicates;
    private final Counter outages;
    private final Counter superseded;
    private final AtomicLong haltedKeys = new AtomicLong();
    private final Tracer tracer;

    ProjectionMetrics(Topic topic, MeterRegistry registry) {
        this(topic, registry, TraceParent.off());
    }

    ProjectionMetrics(Topic topic, MeterRegistry registry, Tracer tracer) {
        this.tracer = tracer;
        this.topic = topic;
        this.registry = registry;
        this.batches = Timer.builder("epochal.projection.batch")
                .description("Time of an SQL transaction with a batch of records")
                .tag("topic", topic.topicName())
                .register(registry);
        this.records = counter("epochal.projection.records", "Records projected");
        this.duplicates = counter("epochal.projection.duplicates", "Events that stood on the log twice");
        this.outages = counter("epochal.projection.outages", "Batches that failed and were tried again");
        this.superseded = counter("epochal.projection.superseded", "Batches dropped: another projector was first");
        Gauge.builder("epochal.projection.halted.keys", haltedKeys, AtomicLong::doubleValue)
                .description("Groups or users whose records contradict each other")
                .tag("topic", topic.topicName())
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("topic", topic.topicName())
                .register(registry);
    }

    /// Begins the spans of records that belong to a trace.
    RecordSpans spans(List<ConsumerRecord<byte[], byte[]>> read) {
        return RecordSpans.begin(tracer, read);
    }

    <T> T timed(Supplier<T> batch) {
        Timer.Sample sample = Timer.start(registry);
        T answer = batch.get();
        sample.stop(batches);
        return answer;
    }

    void projected(int count, Outcome outcome) {
        records.increment(count);
        duplicates.increment(outcome.duplicates());
    }

    void outage() {
        outages.increment();
    }

    void superseded() {
        superseded.increment();
    }

    void haltedKeys(long count) {
        haltedKeys.set(count);
    }

    long haltedKeys() {
        return haltedKeys.get();
    }

    /// Shows a number of a partition for as long as this process has the partition.
    Meter partitionGauge(String name, Course course, ToDoubleFunction<Course> number) {
        return Gauge.builder(name, course, number)
                .tag("topic", topic.topicName())
                .tag("partition", Integer.toString(course.partition()))
                .register(registry);
    }

    void forget(Meter meter) {
        registry.remove(meter);
    }
}
