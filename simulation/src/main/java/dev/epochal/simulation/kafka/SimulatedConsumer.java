package dev.epochal.simulation.kafka;

import dev.epochal.schema.log.RecordSeal;
import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.broken.Flaws;
import dev.epochal.simulation.broker.PartitionLog;
import dev.epochal.simulation.time.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// A consumer of a simulated process: it reads ended transactions only, and belongs to the processors' consumer group
/// if it subscribes.
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // Only one actor runs at a time.
final class SimulatedConsumer extends MockConsumer<byte[], byte[]> {
    private final ProcessPorts process;
    private final ClientTiming timing;
    private final Flaws flaws;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Set<TopicPartition> listened = new HashSet<>();
    private List<TopicPartition> assigned = List.of();
    private @Nullable Membership membership;
    private Reply<Boolean> news = new Reply<>();
    private boolean woken;
    private boolean closed;

    SimulatedConsumer(ProcessPorts process, ClientTiming timing, Flaws flaws) {
        super("none");
        this.flaws = flaws;
        this.process = process;
        this.timing = timing;
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        membership = new Membership(process, timing, new Subscriber(listener));
    }

    /// Takes over what the membership says.
    private final class Subscriber implements Membership.Listener {
        private final ConsumerRebalanceListener listener;

        Subscriber(ConsumerRebalanceListener listener) {
            this.listener = listener;
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions, boolean lost) {
            if (lost) {
                listener.onPartitionsLost(partitions);
            } else {
                listener.onPartitionsRevoked(partitions);
            }
            List<TopicPartition> rest = new ArrayList<>(assigned);
            rest.removeAll(partitions);
            assigned = rest;
        }

        @Override
        public void assigned(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> {
                positions.remove(partition);
                paused.remove(partition);
            });
            List<TopicPartition> all = new ArrayList<>(assigned);
            all.addAll(partitions);
            assigned = all;
            listener.onPartitionsAssigned(partitions);
        }
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        assigned = List.copyOf(partitions);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        process.step();
        requireAwake();
        var member = membership;
        if (member != null) {
            member.advance();
        }
        assigned.forEach(this::listen);
        var brought = fetch();
        if (brought.isEmpty()) {
            process.schedule().await(news, timeout.toNanos());
            requireAwake();
            news = new Reply<>();
            brought = fetch();
        } else {
            process.schedule().pause(process.schedule().random().nextLong(1_000_000));
        }
        process.step();
        return new ConsumerRecords<>(brought, Map.of());
    }

    private void requireAwake() {
        if (woken) {
            woken = false;
            throw new WakeupException();
        }
    }

    private void listen(TopicPartition partition) {
        if (listened.add(partition)) {
            process.broker().log(partition).onChange(() -> news.complete(true));
        }
    }

    private Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetch() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> brought = new LinkedHashMap<>();
        int room = 1 + process.schedule().random().nextInt(timing.recordsMax());
        for (var partition : assigned) {
            Long position = positions.get(partition);
            if (position == null || paused.contains(partition) || room == 0) {
                continue;
            }
            var log = process.broker().log(partition);
            var read = log.read(position, room);
            positions.put(partition, Math.max(position, log.behind(read, room)));
            if (!read.isEmpty()) {
                brought.put(partition, received(partition, read));
            }
            room -= read.size();
        }
        return brought;
    }

    private List<ConsumerRecord<byte[], byte[]>> received(TopicPartition partition, List<PartitionLog.Read> read) {
        List<PartitionLog.Read> ordered = new ArrayList<>(read);
        if (flaws.include(Flaw.HASH_ORDER)) {
            ordered.sort(Comparator.comparingInt(
                    each -> Arrays.hashCode(each.content().value())));
        }
        return ordered.stream().map(each -> received(partition, each)).toList();
    }

    private ConsumerRecord<byte[], byte[]> received(TopicPartition partition, PartitionLog.Read read) {
        boolean ownClock = flaws.include(Flaw.CLOCK_IN_DECISIONS);
        var headers = new RecordHeaders();
        headers.add(RecordSeal.HEADER, read.content().seal());
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                read.offset(),
                ownClock ? process.broker().nowMs() : read.timestampMs(),
                TimestampType.LOG_APPEND_TIME,
                read.content().key().length,
                read.content().value().length,
                read.content().key(),
                read.content().value(),
                headers,
                Optional.empty());
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        requireAssigned(partitions);
        paused.addAll(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        requireAssigned(partitions);
        paused.removeAll(partitions);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        requireAssigned(List.of(partition));
        positions.put(partition, offset);
    }

    private void requireAssigned(Collection<TopicPartition> partitions) {
        if (!assigned.containsAll(partitions)) {
            throw new IllegalStateException("No current assignment for " + partitions);
        }
    }

    @Override
    public long position(TopicPartition partition) {
        requireAssigned(List.of(partition));
        return positions.getOrDefault(partition, 0L);
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        return OptionalLong.empty();
    }

    @Override
    public ConsumerGroupMetadata groupMetadata() {
        var member = membership;
        if (member == null) {
            throw new IllegalStateException("A reader of its own belongs to no consumer group");
        }
        return member.metadata();
    }

    @Override
    public void wakeup() {
        woken = true;
        news.complete(true);
    }

    @Override
    public void close(CloseOptions options) {
        close();
    }

    @Override
    public void close() {
        var member = membership;
        if (!closed && member != null) {
            member.close();
        }
        closed = true;
    }

    @Override
    public boolean closed() {
        return closed;
    }
}
