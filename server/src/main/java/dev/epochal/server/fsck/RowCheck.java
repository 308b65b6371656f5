package dev.epochal.server.fsck;

import dev.epochal.projections.database.ReadModelComparison;
import dev.epochal.projections.database.RowDifference;
import dev.epochal.projections.database.Snapshot;
import dev.epochal.projections.project.ProjectionsSettings;
import dev.epochal.projections.project.Rebuild;
import dev.epochal.projections.project.UntrustedLogException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jooq.DSLContext;

/// Projects the log anew beside the read model, as far as that one has come, and compares the two row by row.
///
/// @param difference the first row that differs
/// @param outcome how it went
record RowCheck(Optional<RowDifference> difference, Report.RowsOutcome outcome) {
    static RowCheck omitted(String why) {
        return new RowCheck(Optional.empty(), new Report.RowsOutcome(0, why));
    }

    boolean isDone() {
        return outcome.omitted().isEmpty();
    }

    /// @param actual the read model at the moment at which the stretches were told
    /// @param scratch an empty read model; holds afterwards what the other one should hold
    static RowCheck run(
            Map<String, Object> connection, List<Stretch> stretches, DSLContext actual, DataSource scratch) {
        Map<TopicPartition, Long> ends = stretches.stream().collect(Collectors.toMap(Stretch::key, Stretch::projected));
        try {
            var summary = Rebuild.upTo(ends, ProjectionsSettings.of(connection), scratch, (_, _, _) -> {});
            long rows =
                    summary.rows().values().stream().mapToLong(Long::longValue).sum();
            return new RowCheck(
                    Snapshot.read(scratch, expected -> ReadModelComparison.first(expected, actual)),
                    new Report.RowsOutcome(rows, ""));
        } catch (UntrustedLogException e) {
            return omitted("the log can't be projected: " + e.getMessage());
        } catch (KafkaException e) {
            return omitted("the log can't be read: " + e.getMessage());
        }
    }
}
