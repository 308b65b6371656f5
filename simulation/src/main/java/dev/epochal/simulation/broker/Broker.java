package dev.epochal.simulation.broker;

import dev.epochal.simulation.time.Schedule;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;

/// A cluster of one broker that loses nothing it has acknowledged. All its methods are what it does when a request
/// arrives; the way there and back is the [Network]'s.
public final class Broker {
    private final Schedule schedule;
    private long startMs;
    private final Map<TopicPartition, PartitionLog> logs = new LinkedHashMap<>();
    private final Transactions transactions;
    private final ConsumerGroup processors;
    private final Map<TopicPartition, Taken> acknowledged = new HashMap<>();
    private final Map<Long, Map<TopicPartition, Taken>> unstable = new HashMap<>();
    private long taken;

    /// A position, and when it was taken: markers may come in another order.
    private record Taken(long position, long order) {
        private static Taken newer(Taken one, Taken other) {
            return one.order > other.order ? one : other;
        }
    }

    /// Which partitions there are.
    ///
    /// @param all every partition
    /// @param commands those that processors share
    public record Layout(Collection<TopicPartition> all, Collection<TopicPartition> commands) {}

    /// Who writes, and what is checked of it.
    public record Writer(String transactionalId, Transactions.Identity identity) {}

    /// A membership as the writer knows it.
    public record Membership(String memberId, int generation) {}

    public Broker(Schedule schedule, Faults faults, Layout layout, ConsumerGroup.Timing timing) {
        this.schedule = schedule;
        this.startMs = TimeUnit.SECONDS.toMillis(1_750_000_000);
        this.transactions = new Transactions(schedule, faults);
        layout.all().forEach(partition -> logs.put(partition, new PartitionLog()));
        var shared = new TreeSet<>(ConsumerGroup::compare);
        shared.addAll(layout.commands());
        this.processors = new ConsumerGroup(schedule, shared, timing);
    }

    /// Takes the end of an earlier transaction for that of the present one from now on, as brokers did before
    /// transactions of version 2.
    public void confuseEnds() {
        transactions.confuseEnds();
    }

    /// Puts the broker's clock forward or back.
    public void jump(long millis) {
        startMs += millis;
    }

    /// Forgets every acknowledged position, as after days of silence; not while an open transaction holds one.
    public void forgetPositions() {
        if (unstable.isEmpty()) {
            acknowledged.clear();
        }
    }

    /// The broker's clock.
    public long nowMs() {
        return startMs + TimeUnit.NANOSECONDS.toMillis(schedule.now());
    }

    /// The log of a partition.
    public PartitionLog log(TopicPartition partition) {
        var log = logs.get(partition);
        if (log == null) {
            throw new IllegalArgumentException(partition + " doesn't exist");
        }
        return log;
    }

    public Set<TopicPartition> partitions() {
        return logs.keySet();
    }

    public ConsumerGroup processors() {
        return processors;
    }

    /// Appends outside of any transaction, as the api does.
    public long append(TopicPartition partition, LogRecord content) {
        return log(partition).append(content, nowMs());
    }

    public Transactions.Identity beginProducer(String transactionalId, long timeoutNanos) {
        return transactions.begin(transactionalId, timeoutNanos);
    }

    /// Appends in the writer's transaction.
    ///
    /// @param sequence how many records the writer has sent to the partition before in this transaction
    public long append(Writer writer, TopicPartition partition, int sequence, LogRecord content) {
        var log = log(partition);
        transactions.join(
                writer.transactionalId(),
                writer.identity(),
                partition,
                (id, producerEpoch, inEffect) -> log.mark(id, producerEpoch, inEffect, nowMs()));
        var origin = new PartitionLog.Origin(
                writer.identity().producerId(), writer.identity().producerEpoch(), sequence);
        return log.append(origin, content, nowMs());
    }

    /// Takes positions into the writer's transaction.
    public Boolean acknowledge(Writer writer, Membership membership, Map<TopicPartition, Long> positions) {
        processors.require(membership.memberId(), membership.generation());
        transactions.join(writer.transactionalId(), writer.identity(), "positions", (id, _, inEffect) -> {
            var pending = unstable.remove(id);
            if (inEffect && pending != null) {
                pending.forEach((partition, position) -> acknowledged.merge(partition, position, Taken::newer));
            }
        });
        var pending = unstable.computeIfAbsent(writer.identity().producerId(), _ -> new HashMap<>());
        positions.forEach((partition, position) -> pending.put(partition, new Taken(position, ++taken)));
        return true;
    }

    /// Whether a record stands on a partition for good: outside of any transaction, or in one whose end is decided.
    public boolean isCertain(TopicPartition partition, Predicate<LogRecord> wanted) {
        return log(partition).isCertain(wanted, transactions::isTakingEffect);
    }

    /// Takes a position outside of any transaction.
    public void acknowledge(TopicPartition partition, long position) {
        acknowledged.merge(partition, new Taken(position, ++taken), Taken::newer);
    }

    public Transactions.Identity end(Writer writer, boolean inEffect) {
        return transactions.end(writer.transactionalId(), writer.identity(), inEffect);
    }

    /// The acknowledged position of a partition, once no open transaction may move it.
    public OptionalLong acknowledged(TopicPartition partition) {
        if (unstable.values().stream().anyMatch(pending -> pending.containsKey(partition))) {
            throw new UnstableOffsetCommitException("An open transaction holds a position");
        }
        var newest = acknowledged.get(partition);
        return newest == null ? OptionalLong.empty() : OptionalLong.of(newest.position());
    }
}
