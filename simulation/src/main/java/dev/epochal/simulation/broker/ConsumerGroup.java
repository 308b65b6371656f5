package dev.epochal.simulation.broker;

import dev.epochal.simulation.time.Schedule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/// The coordinator of the processors' consumer group, with the classic protocol and an assignor that lets a partition
/// move only after its owner has given it up.
public final class ConsumerGroup {
    private final Schedule schedule;
    private final List<TopicPartition> partitions;
    private final Timing timing;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private int generation;
    private boolean preparing;
    private int rounds;
    private int memberIds;
    private double sharedByMistake;

    /// @param sessionNanos after how long a silent member is dropped
    /// @param rebalanceNanos how long a rebalance waits for members that live but don't join
    public record Timing(long sessionNanos, long rebalanceNanos) {}

    /// What a member has in a generation.
    public record Assigned(int generation, Set<TopicPartition> partitions) {}

    private static final class Member {
        private Set<TopicPartition> owned = Set.of();
        private Set<TopicPartition> assigned = Set.of();
        private boolean joined;
        private long heardAt;
    }

    ConsumerGroup(Schedule schedule, Collection<TopicPartition> partitions, Timing timing) {
        this.schedule = schedule;
        this.partitions = List.copyOf(partitions);
        this.timing = timing;
        schedule.in(timing.sessionNanos() / 4, this::expire);
    }

    /// How often an assignment gives a partition to two members at once: a fault of the assignor.
    public void setSharedByMistake(double probability) {
        sharedByMistake = probability;
    }

    /// Begins a rebalance for no reason.
    public void disturb() {
        prepare();
    }

    /// A member's wish to take part in the next generation.
    ///
    /// @param memberId what it was called before; empty if it is new
    /// @return what it is called
    public String join(String memberId, Set<TopicPartition> owned) {
        String id = memberId.isEmpty() ? "member-" + ++memberIds : memberId;
        if (!memberId.isEmpty() && !members.containsKey(memberId)) {
            throw new UnknownMemberIdException("The member was dropped");
        }
        var member = members.computeIfAbsent(id, _ -> new Member());
        member.owned = Set.copyOf(owned);
        member.joined = true;
        member.heardAt = schedule.now();
        prepare();
        member.joined = true;
        tryComplete();
        return id;
    }

    /// What the member has in the generation that it joined; absent while others are waited for.
    public List<Assigned> assigned(String memberId) {
        var member = require(memberId);
        if (member.joined) {
            return List.of();
        }
        if (preparing) {
            throw new RebalanceInProgressException("The next rebalance has begun");
        }
        return List.of(new Assigned(generation, member.assigned));
    }

    /// A sign of life.
    ///
    /// @return whether the member has to join again
    public boolean heartbeat(String memberId, int memberGeneration) {
        var member = require(memberId);
        member.heardAt = schedule.now();
        return preparing || memberGeneration != generation;
    }

    public void leave(String memberId) {
        if (members.remove(memberId) != null) {
            prepare();
            tryComplete();
        }
    }

    /// Refuses what doesn't come from a member of the present generation.
    void require(String memberId, int memberGeneration) {
        require(memberId);
        if (memberGeneration != generation) {
            schedule.count("generation over");
            throw new IllegalGenerationException("The generation is over");
        }
    }

    private Member require(String memberId) {
        var member = members.get(memberId);
        if (member == null) {
            throw new UnknownMemberIdException("The member was dropped");
        }
        return member;
    }

    private void expire() {
        long now = schedule.now();
        if (members.values().removeIf(member -> now - member.heardAt > timing.sessionNanos())) {
            schedule.count("member dropped");
            prepare();
            tryComplete();
        }
        schedule.in(timing.sessionNanos() / 4, this::expire);
    }

    private void prepare() {
        if (preparing) {
            return;
        }
        preparing = true;
        members.values().forEach(member -> member.joined = false);
        int round = ++rounds;
        schedule.in(timing.rebalanceNanos(), () -> {
            if (preparing && rounds == round) {
                members.values().removeIf(member -> !member.joined);
                tryComplete();
            }
        });
    }

    private void tryComplete() {
        if (!preparing || members.values().stream().anyMatch(member -> !member.joined)) {
            return;
        }
        preparing = false;
        schedule.count("rebalance");
        generation++;
        members.values().forEach(member -> member.joined = false);
        assign();
    }

    /// Each partition goes to its owner or to somebody by lot, but never to another than its owner.
    private void assign() {
        List<Member> all = List.copyOf(members.values());
        List<Set<TopicPartition>> shares = new ArrayList<>();
        all.forEach(_ -> shares.add(new HashSet<>()));
        if (all.isEmpty()) {
            return;
        }
        for (var partition : partitions) {
            int wanted = schedule.random().nextInt(all.size());
            int owner = owner(all, partition);
            if (owner < 0 || owner == wanted) {
                shares.get(wanted).add(partition);
            }
            if (schedule.chance(sharedByMistake)) {
                schedule.count("partition shared");
                shares.get(schedule.random().nextInt(all.size())).add(partition);
            }
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).assigned = new TreeSet<>(ConsumerGroup::compare);
            all.get(i).assigned.addAll(shares.get(i));
        }
    }

    private static int owner(List<Member> all, TopicPartition partition) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).owned.contains(partition)) {
                return i;
            }
        }
        return -1;
    }

    static int compare(TopicPartition one, TopicPartition other) {
        int byTopic = one.topic().compareTo(other.topic());
        return byTopic == 0 ? Integer.compare(one.partition(), other.partition()) : byTopic;
    }
}
