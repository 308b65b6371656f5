package dev.epochal.simulation.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.projections.read.FollowedLog;
import dev.epochal.projections.read.LastRecord;
import dev.epochal.projections.read.ReadPoint;
import dev.epochal.projections.read.ReadPointMissedException;
import dev.epochal.projections.read.StateReads;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.PublishedKeyPackage;
import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.broken.Flaws;
import dev.epochal.simulation.broker.Broker;
import dev.epochal.simulation.broker.PartitionLog;
import dev.epochal.simulation.time.Schedule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/// The read model in memory: rows and positions change together, as they do in one SQL transaction.
public final class ReadRows implements StateReads, FollowedLog {
    private static final int SELDOM = 12;

    private final Broker broker;
    private final Schedule schedule;
    private final Flaws flaws;
    private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
    private final Map<TopicPartition, LastRecord> lastRecords = new HashMap<>();
    private final Map<ByteString, GroupRows> groups = new LinkedHashMap<>();
    private final Map<String, UserRows> users = new LinkedHashMap<>();

    private final Set<TopicPartition> halted = new HashSet<>();
    private final KeyRing keys;
    private int restores;

    public ReadRows(Broker broker, Schedule schedule, Flaws flaws) {
        this.broker = broker;
        this.schedule = schedule;
        this.flaws = flaws;
        this.keys = new KeyRing(broker, flaws.include(Flaw.ROWS_OF_OPEN_TRANSACTIONS));
    }

    /// Projects the next records of a partition. On one that has lost what was projected nothing is any more.
    ///
    /// @return whether there were any
    public boolean advance(TopicPartition partition, int max) {
        var log = broker.log(partition);
        long from = positions.getOrDefault(partition, 0L);
        if (from > log.end() || hasLost(partition) || halted.contains(partition)) {
            halted.add(partition);
            return false;
        }
        boolean early = flaws.include(Flaw.ROWS_OF_OPEN_TRANSACTIONS);
        var read = early ? log.readUnended(from) : log.read(from, max);
        long next = early ? log.end() : Math.max(from, log.behind(read, max));
        for (var each : read) {
            if (isWaiting(partition, each)) {
                positions.put(partition, each.offset());
                return each.offset() > from;
            }
            project(partition, each);
            if (!early) {
                lastRecords.put(partition, lastRecord(each));
            }
        }
        positions.put(partition, next);
        return next > from;
    }

    private boolean hasLost(TopicPartition partition) {
        var last = lastRecords.get(partition);
        return last != null
                && broker.log(partition).read(last.offset(), 1).stream()
                        .noneMatch(there -> lastRecord(there).equals(last));
    }

    private static LastRecord lastRecord(PartitionLog.Read read) {
        return new LastRecord(read.offset(), ByteString.copyFrom(read.content().seal()));
    }

    /// Goes back to what some backup holds.
    public void restore() {
        restores++;
        Map<TopicPartition, Long> newest = new LinkedHashMap<>(positions);
        groups.clear();
        users.clear();
        halted.clear();
        positions.clear();
        lastRecords.clear();
        newest.forEach((partition, end) -> {
            long position = schedule.random().nextLong(end + 1);
            broker.log(partition).read(0, Integer.MAX_VALUE).stream()
                    .filter(read -> read.offset() < position)
                    .forEach(read -> {
                        project(partition, read);
                        lastRecords.put(partition, lastRecord(read));
                    });
            positions.put(partition, position);
        });
    }

    /// How often they went back.
    public int restores() {
        return restores;
    }

    Flaws flaws() {
        return flaws;
    }

    private void project(TopicPartition partition, PartitionLog.Read read) {
        if (flaws.include(Flaw.ROW_LOST) && schedule.random().nextInt(SELDOM) == 0) {
            return;
        }
        if (partition.topic().equals(Topic.GROUP_EVENTS.topicName())) {
            var event = event(read);
            var groupId = event.getHeader().getGroupId();
            var rows = groups.computeIfAbsent(groupId, _ -> new GroupRows());
            rows.know(keys.of(partition.partition(), groupId));
            rows.apply(event, !flaws.include(Flaw.ERASED_AND_SERVED));
        } else {
            var event = directoryEvent(read);
            users.computeIfAbsent(event.getUser(), _ -> new UserRows())
                    .apply(event, flaws.include(Flaw.CLAIMS_FORGOTTEN));
        }
    }

    /// Whether a payload can't be opened yet.
    private boolean isWaiting(TopicPartition partition, PartitionLog.Read read) {
        return partition.topic().equals(Topic.GROUP_EVENTS.topicName())
                && !keys.suffice(partition.partition(), event(read));
    }

    private static DirectoryEvent directoryEvent(PartitionLog.Read read) {
        try {
            return DirectoryEvent.parseFrom(read.content().value());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("No event of the directory stands at offset " + read.offset(), e);
        }
    }

    static GroupEvent event(PartitionLog.Read read) {
        try {
            return GroupEvent.parseFrom(read.content().value());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("No event stands at offset " + read.offset(), e);
        }
    }

    @Override
    public StateReads at(ReadPoint point) {
        long reached = nextOffset(point.topic(), point.partition());
        if (reached < point.nextOffset()) {
            throw new ReadPointMissedException(point, reached);
        }
        return this;
    }

    @Override
    public long nextOffset(Topic topic, int partition) {
        return position(new TopicPartition(topic.topicName(), partition));
    }

    @Override
    public Optional<LastRecord> lastRecord(Topic topic, int partition) {
        return Optional.ofNullable(lastRecords.get(new TopicPartition(topic.topicName(), partition)));
    }

    /// How far a partition is projected.
    public long position(TopicPartition partition) {
        return positions.getOrDefault(partition, 0L);
    }

    /// The events of a group, oldest first.
    public List<GroupEvent> events(ByteString groupId) {
        var rows = groups.get(groupId);
        return rows == null ? List.of() : List.copyOf(rows.events());
    }

    @Override
    public Map<ByteString, StoredGroup> groups(Collection<ByteString> groupIds, int recentMax) {
        Map<ByteString, StoredGroup> found = new HashMap<>();
        for (var groupId : groupIds) {
            var rows = groups.get(groupId);
            if (rows != null && !rows.events().isEmpty()) {
                rows.know(keys.of(rows.partition(), groupId));
                found.put(groupId, rows.stored(recentMax));
            }
        }
        return found;
    }

    /// The Proposals that the next Commit may refer to.
    public List<ByteString> pending(ByteString groupId) {
        var rows = groups.get(groupId);
        return rows == null ? List.of() : rows.pending();
    }

    /// The Welcomes of a group.
    public List<GroupRows.Welcomed> welcomes(ByteString groupId) {
        var rows = groups.get(groupId);
        return rows == null ? List.of() : List.copyOf(rows.welcomes());
    }

    /// Every group that there is.
    public Map<ByteString, StoredGroup> all() {
        return groups(groups.keySet(), Integer.MAX_VALUE);
    }

    @Override
    public Map<String, StoredUser> users(Collection<String> wanted, int recentMax, int claimsMax) {
        Map<String, StoredUser> found = new HashMap<>();
        for (var user : wanted) {
            var rows = users.get(user);
            if (rows != null) {
                found.put(user, rows.stored(recentMax, claimsMax));
            }
        }
        return found;
    }

    /// What can be claimed of a user, in the order of publication.
    public List<PublishedKeyPackage> stock(String user) {
        var rows = users.get(user);
        return rows == null ? List.of() : rows.stock();
    }

    @Override
    public List<StoredEvent> earlier(
            ByteString groupId, Collection<ByteString> idempotencyKeys, Collection<ByteString> digests) {
        List<StoredEvent> found = new ArrayList<>();
        for (var event : events(groupId)) {
            if (idempotencyKeys.contains(event.getHeader().getIdempotencyKey())
                    || digests.contains(event.getHeader().getBodyDigest())) {
                found.add(GroupRows.earlier(event));
            }
        }
        return found;
    }

    @Override
    public Set<ByteString> halted(Topic topic, Collection<ByteString> keys) {
        Set<ByteString> found = new HashSet<>();
        for (var key : keys) {
            var rows = groups.get(key);
            if (topic == Topic.GROUP_EVENTS && rows != null && rows.isHalted()) {
                found.add(key);
            }
            var entry = users.get(key.toStringUtf8());
            if (topic == Topic.DIRECTORY_EVENTS && entry != null && entry.isHalted()) {
                found.add(key);
            }
        }
        return found;
    }
}
