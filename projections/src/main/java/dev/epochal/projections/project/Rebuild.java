package dev.epochal.projections.project;

import dev.epochal.projections.database.Sql;
import dev.epochal.projections.read.FollowedLog;
import dev.epochal.projections.read.ReadModel;
import dev.epochal.projections.wake.ChangeHub;
import dev.epochal.schema.log.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jooq.DSLContext;

/// Empties the read model and projects the events again, from the first one to the end that the log has at the start.
///
/// All of it is one SQL transaction: until its end readers see the old rows, and then the new ones, never a part. Live
/// projections wait meanwhile and go on from where the rebuild ended. Verdicts stay as they are, since the log keeps
/// them for a shorter time than the read model.
public final class Rebuild {
    private static final Duration POLL_MAX = Duration.ofSeconds(1);
    private static final Duration SILENCE_MAX = Duration.ofMinutes(1);

    private final DSLContext sql;
    private final Progress progress;
    private final Map<String, Projector<?>> projectors = new HashMap<>();
    private final Map<TopicPartition, Long> reached = new HashMap<>();
    private long records;
    private long heardAt = System.nanoTime();

    private Rebuild(DSLContext sql, Progress progress) {
        this.sql = sql;
        this.progress = progress;
        add(new PayloadKeyProjection());
        add(new GroupProjection());
        add(new DirectoryProjection());
        add(new ImportedProjection());
    }

    private void add(Projection<?> projection) {
        // Nobody waits for what was there before, and nobody reads these metrics.
        var hub = new ChangeHub(ChangeHub.POLL_INTERVAL);
        var metrics = new ProjectionMetrics(projection.topic(), new SimpleMeterRegistry());
        projectors.put(projection.topic().topicName(), new Projector<>(projection, sql, hub, metrics));
    }

    /// Is told how far a rebuild has come, after each batch.
    public interface Progress {
        /// @param events how many events have been projected
        /// @param offsets how many offsets of the log are behind them
        /// @param ofOffsets how many there are
        void reached(long events, long offsets, long ofOffsets);
    }

    /// What a rebuild has done.
    ///
    /// @param records how many events were projected
    /// @param haltedKeys how many groups and users stopped at a contradiction
    /// @param rows how many rows each table has, by its name
    public record Summary(long records, long haltedKeys, Map<String, Long> rows) {}

    /// Rebuilds all rows that follow from events. On failure the read model is as it was.
    ///
    /// @throws UntrustedLogException if a record of the log can't be trusted, or the log's beginning is gone
    /// @throws IllegalStateException if the broker falls silent
    public static Summary run(ProjectionsSettings settings, DataSource dataSource, Progress progress) {
        try (Consumer<byte[], byte[]> consumer = LogConsumers.alone(settings)) {
            return run(consumer, dataSource, progress, consumer.endOffsets(partitions(consumer)));
        }
    }

    /// The same up to the positions that another read model has reached.
    ///
    /// @param ends of each partition the offset behind the last record to project; others are left out
    public static Summary upTo(
            Map<TopicPartition, Long> ends, ProjectionsSettings settings, DataSource dataSource, Progress progress) {
        try (Consumer<byte[], byte[]> consumer = LogConsumers.alone(settings)) {
            return run(consumer, dataSource, progress, ends);
        }
    }

    private static Summary run(
            Consumer<byte[], byte[]> consumer,
            DataSource dataSource,
            Progress progress,
            Map<TopicPartition, Long> ends) {
        return Sql.over(dataSource).transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            ReadModelRows.deleteAll(inside);
            var rebuild = new Rebuild(inside, progress);
            // Whatever was erased by now is never projected as anything else.
            rebuild.project(consumer, ends, Topic.PAYLOAD_KEYS.topicName()::equals);
            rebuild.project(consumer, ends, topic -> !topic.equals(Topic.PAYLOAD_KEYS.topicName()));
            return new Summary(rebuild.records, ReadModelRows.halts(inside), ReadModelRows.counts(inside));
        });
    }

    /// Refuses a log that has lost what a read model holds, however far it reaches: a rebuild from it would lose rows.
    ///
    /// @throws UntrustedLogException if it does
    public static void requireWholeLog(ProjectionsSettings settings, DataSource dataSource) {
        var positions = new ReadModel(dataSource);
        try (Consumer<byte[], byte[]> consumer = LogConsumers.alone(settings)) {
            for (Topic topic : ReadModelRows.TOPICS) {
                consumer.endOffsets(partitions(consumer, topic)).forEach((partition, end) -> {
                    long projected = positions.nextOffset(topic, partition.partition());
                    if (projected > end) {
                        throw new UntrustedLogException("The log's partition " + partition + " ends at offset " + end
                                + ", but the read model holds what stood before offset " + projected
                                + ": the log was cut, or it is another one.");
                    }
                });
            }
            requireLastRecords(consumer, positions);
        }
    }

    private static void requireLastRecords(Consumer<byte[], byte[]> consumer, FollowedLog positions) {
        for (Topic topic : ReadModelRows.TOPICS) {
            if (topic.isCompacted()) {
                continue;
            }
            for (TopicPartition partition : partitions(consumer, topic)) {
                long deadline = System.nanoTime() + SILENCE_MAX.toNanos();
                positions
                        .lastRecord(topic, partition.partition())
                        .filter(last -> !FormerRecord.isIn(partition, last, consumer, () -> requireInTime(deadline)))
                        .ifPresent(last -> {
                            throw new UntrustedLogException(
                                    "The record that the read model has taken from " + partition + " at offset "
                                            + last.offset() + " is gone: the log was cut, or it is another one.");
                        });
            }
        }
    }

    private static void requireInTime(long deadline) {
        if (System.nanoTime() - deadline > 0) {
            throw silence();
        }
    }

    private static Set<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        return ReadModelRows.TOPICS.stream()
                .flatMap(topic -> partitions(consumer, topic).stream())
                .collect(Collectors.toSet());
    }

    /// @throws UntrustedLogException if the topic isn't there: without it a rebuild would leave nothing
    private static Set<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, Topic topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic.topicName());
        if (partitions == null || partitions.isEmpty()) {
            throw new UntrustedLogException("The log has no topic " + topic.topicName() + ": it is another log.");
        }
        return partitions.stream().map(Rebuild::partition).collect(Collectors.toSet());
    }

    private static TopicPartition partition(PartitionInfo partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }

    private void project(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> all, Predicate<String> topics) {
        Map<TopicPartition, Long> ends = all.entrySet().stream()
                .filter(end -> topics.test(end.getKey().topic()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        consumer.assign(ends.keySet());
        requireBeginning(consumer.beginningOffsets(ends.keySet()));
        for (TopicPartition partition : ends.keySet()) {
            long begin = projector(partition).position(partition.partition());
            consumer.seek(partition, begin);
            reached.put(partition, begin);
        }
        while (!isAt(ends)) {
            ConsumerRecords<byte[], byte[]> read = consumer.poll(POLL_MAX);
            ends.forEach((partition, end) -> advance(consumer, read, partition, end));
            tell(all);
            requireProgress();
        }
    }

    private static void requireBeginning(Map<TopicPartition, Long> begins) {
        begins.forEach((partition, begin) -> {
            if (begin > 0) {
                throw new UntrustedLogException("The log's partition " + partition + " begins at offset " + begin
                        + ": the events before it are gone. Restore the topic from a backup.");
            }
        });
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> reached.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private void advance(
            Consumer<byte[], byte[]> consumer,
            ConsumerRecords<byte[], byte[]> read,
            TopicPartition partition,
            long end) {
        long expected = reached.getOrDefault(partition, 0L);
        long position = Math.min(end, consumer.position(partition));
        if (position <= expected) {
            return;
        }
        var mine = read.records(partition).stream()
                .filter(each -> each.offset() < end)
                .toList();
        Projector.Progress moved = projector(partition).advance(partition.partition(), expected, mine, position);
        if (!moved.mistrust().isEmpty()) {
            throw new UntrustedLogException("The record of " + partition + " at offset " + moved.next()
                    + " can't be trusted: " + moved.mistrust()
                    + ". The read model was left as it was; run fsck on the log.");
        }
        records += mine.size();
        reached.put(partition, position);
        heardAt = System.nanoTime();
    }

    private void tell(Map<TopicPartition, Long> ends) {
        progress.reached(
                records,
                reached.values().stream().mapToLong(Long::longValue).sum(),
                ends.values().stream().mapToLong(Long::longValue).sum());
    }

    private void requireProgress() {
        if (System.nanoTime() - heardAt > SILENCE_MAX.toNanos()) {
            throw silence();
        }
    }

    private static IllegalStateException silence() {
        return new IllegalStateException(
                "The broker sent nothing for " + SILENCE_MAX.toSeconds() + " s. The read model was left as it was.");
    }

    private Projector<?> projector(TopicPartition partition) {
        Projector<?> projector = projectors.get(partition.topic());
        if (projector == null) {
            throw new IllegalStateException("Nothing projects " + partition.topic());
        }
        return projector;
    }
}
