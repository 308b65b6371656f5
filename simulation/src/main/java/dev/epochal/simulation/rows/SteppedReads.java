package dev.epochal.simulation.rows;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.FollowedLog;
import dev.epochal.projections.read.LastRecord;
import dev.epochal.projections.read.ReadPoint;
import dev.epochal.projections.read.StateReads;
import dev.epochal.schema.log.Topic;
import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.kafka.ProcessPorts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/// The read model as a process reaches it: each question is a step of the process, takes time, and fails while the
/// database is away.
///
/// @param isAway whether the database can't be reached at this moment
/// @param point what the rows must have reached when they are read
public record SteppedReads(ReadRows rows, ProcessPorts process, BooleanSupplier isAway, Optional<ReadPoint> point)
        implements StateReads, FollowedLog {
    private static final long QUESTION_NANOS = 1_000_000;

    @Override
    public StateReads at(ReadPoint reached) {
        return rows.flaws().include(Flaw.NO_BARRIER)
                ? this
                : new SteppedReads(rows, process, isAway, Optional.of(reached));
    }

    private StateReads exact() {
        return point.map(rows::at).orElse(rows);
    }

    private <T> T asked(Supplier<T> question) {
        process.step();
        process.schedule().pause(process.schedule().random().nextLong(QUESTION_NANOS));
        if (isAway.getAsBoolean()) {
            process.schedule().count("database away");
            throw new IllegalStateException("The database is away");
        }
        T answer = question.get();
        process.step();
        return answer;
    }

    @Override
    public long nextOffset(Topic topic, int partition) {
        return asked(() -> rows.flaws().include(Flaw.NO_BARRIER)
                ? process.broker()
                        .log(new TopicPartition(topic.topicName(), partition))
                        .end()
                : rows.nextOffset(topic, partition));
    }

    @Override
    public Optional<LastRecord> lastRecord(Topic topic, int partition) {
        return asked(
                () -> rows.flaws().include(Flaw.CUT_IGNORED) ? Optional.empty() : rows.lastRecord(topic, partition));
    }

    @Override
    public Map<ByteString, StoredGroup> groups(Collection<ByteString> groupIds, int recentMax) {
        process.schedule().count("cold load");
        return asked(() -> exact().groups(groupIds, recentMax));
    }

    @Override
    public Map<String, StoredUser> users(Collection<String> users, int recentMax, int claimsMax) {
        return asked(() -> exact().users(users, recentMax, claimsMax));
    }

    @Override
    public List<StoredEvent> earlier(
            ByteString groupId, Collection<ByteString> idempotencyKeys, Collection<ByteString> digests) {
        return asked(() -> exact().earlier(groupId, idempotencyKeys, digests));
    }

    @Override
    public Set<ByteString> halted(Topic topic, Collection<ByteString> keys) {
        return asked(() -> exact().halted(topic, keys));
    }
}
