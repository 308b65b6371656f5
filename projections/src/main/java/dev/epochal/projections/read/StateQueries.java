package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.PROJECTION_HALT;
import static dev.epochal.schema.sql.Tables.PROJECTION_POSITION;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.Snapshot;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.log.Topic;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/// Loads whole states: for any number of groups or users the same number of queries, all in one snapshot.
final class StateQueries implements StateReads {
    private final DataSource dataSource;
    private final Optional<ReadPoint> point;

    StateQueries(DataSource dataSource) {
        this(dataSource, Optional.empty());
    }

    private StateQueries(DataSource dataSource, Optional<ReadPoint> point) {
        this.dataSource = dataSource;
        this.point = point;
    }

    @Override
    public StateReads at(ReadPoint reached) {
        return new StateQueries(dataSource, Optional.of(reached));
    }

    private <T> T read(Function<DSLContext, T> queries) {
        return Snapshot.read(dataSource, snapshot -> {
            point.ifPresent(wanted -> require(snapshot, wanted));
            return queries.apply(snapshot);
        });
    }

    private static void require(DSLContext snapshot, ReadPoint wanted) {
        require(
                wanted,
                snapshot.select(PROJECTION_POSITION.NEXT_OFFSET)
                        .from(PROJECTION_POSITION)
                        .where(isOf(wanted))
                        .fetchOptional(row -> row.value1()));
    }

    private static void require(ReadPoint wanted, Optional<Long> found) {
        long reached = found.orElse(0L);
        if (reached < wanted.nextOffset()) {
            throw new ReadPointMissedException(wanted, reached);
        }
    }

    private static Condition isOf(ReadPoint wanted) {
        return PROJECTION_POSITION
                .TOPIC
                .eq(wanted.topic().topicName())
                .and(PROJECTION_POSITION.LOG_PARTITION.eq(wanted.partition()));
    }

    @Override
    public Map<ByteString, StoredGroup> groups(Collection<ByteString> groupIds, int recentMax) {
        if (groupIds.isEmpty()) {
            return Map.of();
        }
        List<byte[]> ids = Octets.columns(groupIds);
        return read(snapshot -> GroupStates.load(snapshot, ids, recentMax));
    }

    @Override
    public Map<String, StoredUser> users(Collection<String> users, int recentMax, int claimsMax) {
        if (users.isEmpty()) {
            return Map.of();
        }
        return read(snapshot -> UserStates.load(snapshot, users, new UserStates.Depth(recentMax, claimsMax)));
    }

    @Override
    public List<StoredEvent> earlier(
            ByteString groupId, Collection<ByteString> idempotencyKeys, Collection<ByteString> digests) {
        Condition wanted = DSL.or(
                GROUP_EVENT.IDEMPOTENCY_KEY.in(Octets.columns(idempotencyKeys)),
                GROUP_EVENT.BODY_DIGEST.in(Octets.columns(digests)));
        Condition chosen = GROUP_EVENT.GROUP_ID.eq(groupId.toByteArray()).and(wanted);
        return point.map(reached -> earlier(chosen, reached))
                .orElseGet(() -> Sql.over(dataSource)
                        .select(StoredEvents.columns())
                        .from(GROUP_EVENT)
                        .where(chosen)
                        .orderBy(GROUP_EVENT.SEQ)
                        .fetch(StoredEvents::event));
    }

    /// Long histories are asked for each batch, so this is one statement: it sees one snapshot by itself.
    private List<StoredEvent> earlier(Condition chosen, ReadPoint reached) {
        var rows = Sql.over(dataSource)
                .select(StoredEvents.columns())
                .select(PROJECTION_POSITION.NEXT_OFFSET)
                .from(PROJECTION_POSITION)
                .leftJoin(GROUP_EVENT)
                .on(chosen)
                .where(isOf(reached))
                .orderBy(GROUP_EVENT.SEQ)
                .fetch();
        require(reached, rows.stream().findFirst().map(row -> row.get(PROJECTION_POSITION.NEXT_OFFSET)));
        return rows.stream()
                .filter(row -> row.get(GROUP_EVENT.SEQ) != null)
                .map(StoredEvents::event)
                .toList();
    }

    @Override
    public Set<ByteString> halted(Topic topic, Collection<ByteString> keys) {
        return read(snapshot -> new HashSet<>(snapshot.select(PROJECTION_HALT.RECORD_KEY)
                .from(PROJECTION_HALT)
                .where(PROJECTION_HALT.TOPIC.eq(topic.topicName()))
                .and(PROJECTION_HALT.RECORD_KEY.in(Octets.columns(keys)))
                .fetch(row -> Octets.of(row.value1()))));
    }
}
