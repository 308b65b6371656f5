package dev.epochal.projections.project;

import dev.epochal.projections.project.Positions.Step;
import dev.epochal.projections.read.FollowedLog;
import dev.epochal.projections.read.LastRecord;
import dev.epochal.projections.wake.ChangeHub;
import dev.epochal.projections.wake.EventBatch;
import dev.epochal.schema.log.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/// Projects batches of one topic: rows and position in one SQL transaction, then the wake-ups.
final class Projector<E> {
    private static final String DATA_EXCEPTION = "22";
    private static final String INTEGRITY_VIOLATION = "23";

    private final Projection<E> projection;
    private final Positions positions;
    private final Halts halts;
    private final DSLContext sql;
    private final ChangeHub hub;
    private final ProjectionMetrics metrics;

    Projector(Projection<E> projection, DSLContext sql, ChangeHub hub, ProjectionMetrics metrics) {
        this.projection = projection;
        this.positions = new Positions(projection.topic());
        this.halts = new Halts(projection.topic());
        this.sql = sql;
        this.hub = hub;
        this.metrics = metrics;
    }

    /// The stored position of a partition.
    long position(int partition) {
        metrics.haltedKeys(halts.count(sql));
        return positions.next(sql, partition);
    }

    /// Where the positions of all partitions stand, whoever projects them; without those that were never projected.
    Map<Integer, Long> positions() {
        return positions.all(sql);
    }

    /// The record that has to stand before the stored position; empty where the log may have dropped it by itself.
    Optional<LastRecord> last(int partition) {
        Topic topic = projection.topic();
        return topic.retention().isPresent() || topic.isCompacted()
                ? Optional.empty()
                : FollowedLog.in(sql).lastRecord(topic, partition);
    }

    /// Projects what was read from `expected` on, and moves the position to `next`.
    ///
    /// @return where the position stands then; before `next` if a record behind it can't be trusted
    /// @throws SupersededException if the stored position is not `expected`; nothing is changed then
    Progress advance(int partition, long expected, List<ConsumerRecord<byte[], byte[]>> read, long next) {
        try (var _ = metrics.spans(read)) {
            return project(partition, expected, read, next);
        }
    }

    private Progress project(int partition, long expected, List<ConsumerRecord<byte[], byte[]>> read, long next) {
        var entries = new ArrayList<Entry<E>>(read.size());
        for (ConsumerRecord<byte[], byte[]> each : read) {
            try {
                entries.add(SealedRecords.open(projection, each));
            } catch (UntrustedRecordException e) {
                write(new Step(partition, expected, each.offset()), entries);
                return new Progress(each.offset(), e.reason());
            }
        }
        write(new Step(partition, expected, next), entries);
        return new Progress(next, "");
    }

    /// Where a partition stands, and what is wrong with the record there; empty if nothing is.
    record Progress(long next, String mistrust) {}

    private void write(Step step, List<Entry<E>> entries) {
        if (entries.isEmpty() && step.from() == step.to()) {
            return;
        }
        try {
            writeTogether(step, entries);
        } catch (DataAccessException e) {
            if (!isRefusedByDatabase(e)) {
                throw e;
            }
            writeApart(step, entries);
        }
    }

    /// If the process dies before the transaction's end, nothing of it stays. If it dies after, only the wake-ups are
    /// lost.
    private void writeTogether(Step step, List<Entry<E>> entries) {
        Outcome outcome = metrics.timed(() -> sql.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            positions.move(inside, step, last(entries));
            return entries.isEmpty() ? new Outcome() : projection.write(inside, step.partition(), entries);
        }));
        metrics.projected(entries.size(), outcome);
        if (projection.topic() == Topic.GROUP_EVENTS) {
            hub.eventsProjected(new EventBatch(step.partition(), step.from(), step.to(), outcome.events()));
            hub.projected(outcome.news().reaching(step.partition(), step.to()));
        } else {
            hub.projected(outcome.news());
        }
        if (outcome.halts() > 0) {
            metrics.haltedKeys(halts.count(sql));
        }
    }

    private Optional<LastRecord> last(List<Entry<E>> entries) {
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(new LastRecord(
                        entries.getLast().offset(), entries.getLast().seal()));
    }

    /// The database refused a row: each record by itself, so that only the culprit's key stops.
    private void writeApart(Step step, List<Entry<E>> entries) {
        long at = step.from();
        for (int i = 0; i < entries.size(); i++) {
            long after = i + 1 < entries.size() ? entries.get(i + 1).offset() : step.to();
            var single = new Step(step.partition(), at, after);
            Entry<E> entry = entries.get(i);
            try {
                writeTogether(single, List.of(entry));
            } catch (DataAccessException e) {
                if (!isRefusedByDatabase(e)) {
                    throw e;
                }
                stop(single, entry);
            }
            at = after;
        }
    }

    private void stop(Step step, Entry<E> entry) {
        sql.transaction(transaction -> {
            positions.move(transaction.dsl(), step, last(List.of(entry)));
            halts.stop(transaction.dsl(), step.partition(), entry, "the database refuses its rows");
        });
        metrics.haltedKeys(halts.count(sql));
    }

    private static boolean isRefusedByDatabase(DataAccessException e) {
        return e.sqlStateClass() != null
                && (e.sqlState().startsWith(DATA_EXCEPTION) || e.sqlState().startsWith(INTEGRITY_VIOLATION));
    }
}
