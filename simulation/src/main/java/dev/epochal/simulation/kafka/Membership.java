package dev.epochal.simulation.kafka;

import dev.epochal.simulation.broker.ConsumerGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/// A consumer's side of the consumer group: it joins and learns of its partitions within polls, and shows in the
/// background that it lives.
final class Membership {
    private static final String GROUP = "epochal-processor";
    private static final double SKIPPED = 0.1;

    private final ProcessPorts process;
    private final ConsumerGroup group;
    private final ClientTiming timing;
    private final Listener listener;
    private Set<TopicPartition> owned = partitionSet(List.of());
    private String memberId = "";
    private int generation = -1;
    private boolean joins = true;
    private boolean waits;
    private boolean lost;
    private boolean closed;
    private long polledAt;

    /// What the consumer does about its partitions.
    interface Listener {
        /// Called before they are given up; `lost` if others may have them already.
        void revoked(Collection<TopicPartition> partitions, boolean lost);

        /// Called when the consumer has them.
        void assigned(Collection<TopicPartition> partitions);
    }

    Membership(ProcessPorts process, ClientTiming timing, Listener listener) {
        this.process = process;
        this.group = process.broker().processors();
        this.timing = timing;
        this.listener = listener;
        this.polledAt = process.schedule().now();
        process.schedule().in(timing.heartbeatNanos(), this::beat);
    }

    private static Set<TopicPartition> partitionSet(Collection<TopicPartition> partitions) {
        var set = new TreeSet<TopicPartition>(
                (one, other) -> (one.topic() + one.partition()).compareTo(other.topic() + other.partition()));
        set.addAll(partitions);
        return set;
    }

    /// Takes what steps it can within a poll.
    void advance() {
        polledAt = process.schedule().now();
        if (lost) {
            lose();
        }
        if (!process.link().isOpen() || process.schedule().chance(SKIPPED)) {
            return;
        }
        try {
            if (joins) {
                memberId = group.join(memberId, owned);
                joins = false;
                waits = true;
            }
            if (waits) {
                group.assigned(memberId).forEach(this::take);
            }
        } catch (RebalanceInProgressException e) {
            joins = true;
            waits = false;
        } catch (UnknownMemberIdException e) {
            forget();
            lose();
        }
    }

    private void take(ConsumerGroup.Assigned next) {
        waits = false;
        generation = next.generation();
        List<TopicPartition> revoked = new ArrayList<>(owned);
        revoked.removeAll(next.partitions());
        List<TopicPartition> added = new ArrayList<>(partitionSet(next.partitions()));
        added.removeAll(owned);
        if (!revoked.isEmpty()) {
            listener.revoked(revoked, false);
            owned.removeAll(revoked);
            // What it gave up goes to others in another round.
            joins = true;
        }
        owned.addAll(added);
        listener.assigned(added);
    }

    private void lose() {
        lost = false;
        List<TopicPartition> all = List.copyOf(owned);
        owned = partitionSet(List.of());
        if (!all.isEmpty()) {
            listener.revoked(all, true);
        }
    }

    /// The broker doesn't know this member any more.
    private void forget() {
        memberId = "";
        generation = -1;
        joins = true;
        waits = false;
        lost = true;
    }

    private void beat() {
        if (closed || process.isDead()) {
            return;
        }
        long now = process.schedule().now();
        process.schedule().in(timing.heartbeatNanos(), this::beat);
        if (process.host().standsStill(now) || memberId.isEmpty()) {
            return;
        }
        if (now - polledAt > timing.pollNanos()) {
            if (process.link().isOpen()) {
                group.leave(memberId);
            }
            forget();
            return;
        }
        if (!process.link().isOpen()) {
            return;
        }
        try {
            if (group.heartbeat(memberId, generation) && !waits) {
                joins = true;
            }
        } catch (UnknownMemberIdException e) {
            forget();
        }
    }

    /// The membership as it is now.
    @SuppressWarnings({"deprecation", "removal"})
    ConsumerGroupMetadata metadata() {
        return new ConsumerGroupMetadata(GROUP, generation, memberId, Optional.empty());
    }

    void close() {
        closed = true;
        if (!memberId.isEmpty() && !process.isDead() && process.link().isOpen()) {
            group.leave(memberId);
        }
    }
}
