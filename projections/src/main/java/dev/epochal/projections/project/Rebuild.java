package dev.epochal.projections.project;

import dev.epochal.projections.database.Sql;
import dev.epochal.projections.wake.ChangeHub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    private final Map<String, Projector<?>> projectors = new HashMap<>();
    private long records;
    private long waitedSince = System.nanoTime();

    private Rebuild(DSLContext sql) {
        this.sql = sql;
        add(new GroupProjection());
        add(new DirectoryProjection());
    }

    private void add(Projection<?> projection) {
        // Nobody waits for what was there before, and nobody reads these metrics.
        var hub = new ChangeHub(ChangeHub.POLL_INTERVAL);
        var metrics = new ProjectionMetrics(projection.topic(), new SimpleMeterRegistry());
        projectors.put(projection.topic().topicName(), new Projector<>(projection, sql, hub, metrics));
    }

    /// What a rebuild has done.
    ///
    /// @param records how many events were projected
    /// @param haltedKeys how many groups and users stopped at a contradiction
    public record Summary(long records, long haltedKeys) {}

    /// Rebuilds all rows that follow from events. On failure the read model is as it was.
    ///
    /// @throws IllegalStateException if a record of the log can't be trusted, or the broker falls silent
    public static Summary run(ProjectionsSettings settings, DataSource dataSource) {
        try (Consumer<byte[], byte[]> consumer = LogConsumers.alone(settings)) {
            return Sql.over(dataSource).transactionResult(transaction -> {
                DSLContext inside = transaction.dsl();
                ReadModelRows.deleteAll(inside);
                var rebuild = new Rebuild(inside);
                rebuild.project(consumer);
                return new Summary(rebuild.records, ReadModelRows.halts(inside));
            });
        }
    }

    private void project(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> partitions = projectors.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(Rebuild::partition)
                .collect(Collectors.toSet());
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> reached = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long begin = projector(partition).position(partition.partition());
            consumer.seek(partition, begin);
            reached.put(partition, begin);
        }
        while (partitions.stream().anyMatch(each -> reached.getOrDefault(each, 0L) < ends.getOrDefault(each, 0L))) {
            ConsumerRecords<byte[], byte[]> read = consumer.poll(POLL_MAX);
            partitions.forEach(each -> reached.computeIfPresent(each, (key, at) -> advance(consumer, read, key, at)));
            requireProgress();
        }
    }

    private static TopicPartition partition(PartitionInfo partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }

    private long advance(
            Consumer<byte[], byte[]> consumer,
            ConsumerRecords<byte[], byte[]> read,
            TopicPartition partition,
            long expected) {
        long position = consumer.position(partition);
        var mine = read.records(partition);
        if (mine.isEmpty() && position == expected) {
            return expected;
        }
        Projector.Progress progress = projector(partition).advance(partition.partition(), expected, mine, position);
        if (!progress.mistrust().isEmpty()) {
            throw new IllegalStateException("The record of " + partition + " at offset " + progress.next()
                    + " can't be trusted: " + progress.mistrust() + ". The read model was left as it was.");
        }
        records += mine.size();
        waitedSince = System.nanoTime();
        return position;
    }

    private void requireProgress() {
        if (System.nanoTime() - waitedSince > SILENCE_MAX.toNanos()) {
            throw new IllegalStateException("The broker sent nothing for " + SILENCE_MAX.toSeconds()
                    + " s. The read model was left as it was.");
        }
    }

    private Projector<?> projector(TopicPartition partition) {
        Projector<?> projector = projectors.get(partition.topic());
        if (projector == null) {
            throw new IllegalStateException("Nothing projects " + partition.topic());
        }
        return projector;
    }
}
