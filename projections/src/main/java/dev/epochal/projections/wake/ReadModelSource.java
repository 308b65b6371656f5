package dev.epochal.projections.wake;

import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.GROUP_STAY;
import static dev.epochal.schema.sql.Tables.LOW_STOCK;
import static dev.epochal.schema.sql.Tables.MLS_GROUP;
import static dev.epochal.schema.sql.Tables.PROJECTION_POSITION;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.projections.database.Sql;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Row2;
import org.jooq.impl.DSL;

/// The read model in PostgreSQL as the source of a feed.
public final class ReadModelSource implements EventSource {
    private final DSLContext sql;

    /// @param dataSource the pool to take connections from; the caller closes it
    public ReadModelSource(DataSource dataSource) {
        this.sql = Sql.over(dataSource);
    }

    @Override
    public Map<Integer, Long> positions() {
        return sql.select(PROJECTION_POSITION.LOG_PARTITION, PROJECTION_POSITION.NEXT_OFFSET)
                .from(PROJECTION_POSITION)
                .where(PROJECTION_POSITION.TOPIC.eq(Topic.GROUP_EVENTS.topicName()))
                .fetchMap(PROJECTION_POSITION.LOG_PARTITION, PROJECTION_POSITION.NEXT_OFFSET);
    }

    @Override
    public Set<ByteString> groupsOf(Identity identity) {
        return sql
                .selectDistinct(GROUP_STAY.GROUP_ID)
                .from(GROUP_STAY)
                .where(GROUP_STAY.USER_ID.eq(identity.getUser()))
                .and(GROUP_STAY.CLIENT_ID.eq(identity.getClient()))
                .and(GROUP_STAY.TO_SEQ.isNull())
                .fetch(row -> ByteString.copyFrom(row.value1()))
                .stream()
                .collect(Collectors.toSet());
    }

    @Override
    public Set<ByteString> joined(Range range, Collection<Identity> identities) {
        if (identities.isEmpty()) {
            return Set.of();
        }
        return sql
                .selectDistinct(GROUP_STAY.GROUP_ID)
                .from(GROUP_STAY)
                .where(DSL.row(GROUP_STAY.USER_ID, GROUP_STAY.CLIENT_ID).in(rows(identities)))
                .and(GROUP_STAY.LOG_PARTITION.eq(range.partition()))
                .and(GROUP_STAY.FROM_OFFSET.ge(range.from()))
                .and(GROUP_STAY.FROM_OFFSET.lt(range.to()))
                .fetch(row -> ByteString.copyFrom(row.value1()))
                .stream()
                .collect(Collectors.toSet());
    }

    @Override
    public Map<Identity, Long> lowStocks(Collection<Identity> identities) {
        if (identities.isEmpty()) {
            return Map.of();
        }
        return sql.select(LOW_STOCK.USER_ID, LOW_STOCK.CLIENT_ID, DSL.max(LOW_STOCK.SEQ))
                .from(LOW_STOCK)
                .where(DSL.row(LOW_STOCK.USER_ID, LOW_STOCK.CLIENT_ID).in(rows(identities)))
                .groupBy(LOW_STOCK.USER_ID, LOW_STOCK.CLIENT_ID)
                .fetchMap(
                        row -> Identity.newBuilder()
                                .setUser(row.value1())
                                .setClient(row.value2())
                                .build(),
                        row -> row.value3());
    }

    private static List<Row2<String, String>> rows(Collection<Identity> identities) {
        return identities.stream()
                .map(identity -> DSL.row(identity.getUser(), identity.getClient()))
                .toList();
    }

    /// Groups without a new event are told apart by their newest offset, so that the many quiet ones cost one look
    /// each.
    @Override
    public List<LoggedEvent> events(Range range, Collection<ByteString> groupIds, int limit) {
        return sql.select(GROUP_EVENT.LOG_OFFSET, GROUP_EVENT.RECORD)
                .from(MLS_GROUP)
                .join(GROUP_EVENT)
                .on(GROUP_EVENT.GROUP_ID.eq(MLS_GROUP.GROUP_ID))
                .where(MLS_GROUP.GROUP_ID.eq(
                        DSL.any(groupIds.stream().map(ByteString::toByteArray).toArray(byte[][]::new))))
                .and(MLS_GROUP.LOG_PARTITION.eq(range.partition()))
                .and(MLS_GROUP.LOG_OFFSET.ge(range.from()))
                .and(GROUP_EVENT.LOG_OFFSET.ge(range.from()))
                .and(GROUP_EVENT.LOG_OFFSET.lt(range.to()))
                .orderBy(GROUP_EVENT.LOG_OFFSET)
                .limit(limit)
                .fetch(row -> new LoggedEvent(range.partition(), row.value1(), event(row.value2())));
    }

    private static GroupEvent event(byte[] column) {
        try {
            return GroupEvent.parseFrom(column);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A stored record is damaged. Rebuild the read model from the log.", e);
        }
    }
}
