package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.PROJECTION_HALT;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.Snapshot;
import dev.epochal.schema.log.Topic;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/// Loads whole states: for any number of groups or users the same number of queries, all in one snapshot.
final class StateQueries implements StateReads {
    private final DataSource dataSource;
    private final DSLContext sql;

    StateQueries(DataSource dataSource, DSLContext sql) {
        this.dataSource = dataSource;
        this.sql = sql;
    }

    @Override
    public Map<ByteString, StoredGroup> groups(Collection<ByteString> groupIds, int recentMax) {
        if (groupIds.isEmpty()) {
            return Map.of();
        }
        List<byte[]> ids = Octets.columns(groupIds);
        return Snapshot.read(dataSource, snapshot -> GroupStates.load(snapshot, ids, recentMax));
    }

    @Override
    public Map<String, StoredUser> users(Collection<String> users, int recentMax) {
        if (users.isEmpty()) {
            return Map.of();
        }
        return Snapshot.read(dataSource, snapshot -> UserStates.load(snapshot, users, recentMax));
    }

    @Override
    public List<StoredEvent> earlier(
            ByteString groupId, Collection<ByteString> idempotencyKeys, Collection<ByteString> digests) {
        Condition wanted = DSL.or(
                GROUP_EVENT.IDEMPOTENCY_KEY.in(Octets.columns(idempotencyKeys)),
                GROUP_EVENT.BODY_DIGEST.in(Octets.columns(digests)));
        return sql.select(StoredEvents.columns())
                .from(GROUP_EVENT)
                .where(GROUP_EVENT.GROUP_ID.eq(groupId.toByteArray()))
                .and(wanted)
                .orderBy(GROUP_EVENT.SEQ)
                .fetch(StoredEvents::event);
    }

    @Override
    public Set<ByteString> halted(Topic topic, Collection<ByteString> keys) {
        return new HashSet<>(sql.select(PROJECTION_HALT.RECORD_KEY)
                .from(PROJECTION_HALT)
                .where(PROJECTION_HALT.TOPIC.eq(topic.topicName()))
                .and(PROJECTION_HALT.RECORD_KEY.in(Octets.columns(keys)))
                .fetch(row -> Octets.of(row.value1())));
    }
}
