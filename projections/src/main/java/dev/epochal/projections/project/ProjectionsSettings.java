package dev.epochal.projections.project;

import dev.epochal.schema.log.TraceParent;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.Map;

/// How the projections run.
///
/// @param connection properties of the connection to Kafka; they win over the module's own where both set one
/// @param threadsPerTopic how many threads share the partitions of each topic
/// @param recordsMax how many records one SQL transaction takes at most
/// @param verdictsKept how long the outcome of a submission can be asked for
/// @param tracer goes on with the traces of events
public record ProjectionsSettings(
        Map<String, Object> connection, int threadsPerTopic, int recordsMax, Duration verdictsKept, Tracer tracer) {
    private static final int RECORDS_MAX = 1_000;
    private static final Duration VERDICTS_KEPT = Duration.ofDays(1);

    public ProjectionsSettings {
        connection = Map.copyOf(connection);
        if (threadsPerTopic < 1 || recordsMax < 1) {
            throw new IllegalArgumentException("Projections need at least one thread and one record at a time");
        }
    }

    /// One thread for each topic, and verdicts kept for a day.
    public static ProjectionsSettings of(Map<String, Object> connection) {
        return new ProjectionsSettings(connection, 1, RECORDS_MAX, VERDICTS_KEPT, TraceParent.off());
    }

    /// The same with traces.
    public ProjectionsSettings tracedBy(Tracer traces) {
        return new ProjectionsSettings(connection, threadsPerTopic, recordsMax, verdictsKept, traces);
    }
}
