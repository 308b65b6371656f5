package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.GROUP_STAY;
import static dev.epochal.schema.sql.Tables.LOW_STOCK;
import static dev.epochal.schema.sql.Tables.MLS_GROUP;
import static dev.epochal.schema.sql.Tables.PROJECTION_POSITION;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.InboxEntry.Concern;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.sql.tables.records.LowStockRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// Reads an inbox in two queries: first which events there are, without their bytes, then the bytes of those that fit.
final class InboxQueries implements InboxReads {
    private static final String FOUND = "found";
    private static final Field<Long> SEQ = DSL.field(DSL.name(FOUND, "seq"), SQLDataType.BIGINT);
    private static final Field<Long> OFFSET = DSL.field(DSL.name(FOUND, "log_offset"), SQLDataType.BIGINT);
    private static final Field<Long> ACCEPTED_AT = DSL.field(DSL.name(FOUND, "accepted_at"), SQLDataType.BIGINT);
    private static final Field<Integer> OCTETS = DSL.field(DSL.name(FOUND, "octets"), SQLDataType.INTEGER);

    private final DSLContext sql;

    InboxQueries(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public List<InboxEntry> inbox(Identity identity, Map<Integer, Long> from, Limits limits) {
        var merge = new InboxMerge();
        found(identity, from, limits.entries()).forEach(merge::add);
        var wanted = merge.first(limits);
        var events = events(wanted);
        var entries = new ArrayList<InboxEntry>();
        for (var found : wanted) {
            var event = events.get(found.place());
            if (event == null) {
                // The read model is being built anew; what is behind must not be told before it.
                return entries;
            }
            var logged = new LoggedEvent(found.partition(), found.offset(), Octets.record(GroupEvent.parser(), event));
            entries.add(new InboxEntry(logged, found.concern(), found.headSeq(), found.epoch()));
        }
        return entries;
    }

    /// The first events of each stay behind the places, at most `limit` of each group.
    private List<InboxMerge.Found> found(Identity identity, Map<Integer, Long> from, int limit) {
        var start = start(from);
        Table<?> found = DSL.lateral(sql.select(
                        GROUP_EVENT.SEQ.as(SEQ.getUnqualifiedName()),
                        GROUP_EVENT.LOG_OFFSET.as(OFFSET.getUnqualifiedName()),
                        GROUP_EVENT.ACCEPTED_AT.as(ACCEPTED_AT.getUnqualifiedName()),
                        DSL.octetLength(GROUP_EVENT.RECORD.coerce(String.class)).as(OCTETS.getUnqualifiedName()))
                .from(GROUP_EVENT)
                .where(GROUP_EVENT.GROUP_ID.eq(GROUP_STAY.GROUP_ID))
                .and(GROUP_EVENT.LOG_OFFSET.ge(DSL.greatest(GROUP_STAY.FROM_OFFSET, start)))
                .and(GROUP_STAY.TO_OFFSET.isNull().or(GROUP_EVENT.LOG_OFFSET.le(GROUP_STAY.TO_OFFSET)))
                .orderBy(GROUP_EVENT.LOG_OFFSET)
                .limit(limit)
                .asTable(FOUND));
        return sql.select(
                        GROUP_STAY.GROUP_ID,
                        GROUP_STAY.LOG_PARTITION,
                        GROUP_STAY.FROM_SEQ,
                        GROUP_STAY.WELCOMED,
                        GROUP_STAY.TO_SEQ,
                        GROUP_STAY.TO_EPOCH,
                        MLS_GROUP.SEQ,
                        MLS_GROUP.EPOCH,
                        SEQ,
                        OFFSET,
                        ACCEPTED_AT,
                        OCTETS)
                .from(GROUP_STAY)
                .join(MLS_GROUP)
                .on(MLS_GROUP.GROUP_ID.eq(GROUP_STAY.GROUP_ID))
                .crossJoin(found)
                .where(isOf(identity))
                .and(GROUP_STAY.TO_OFFSET.isNull().or(GROUP_STAY.TO_OFFSET.ge(start)))
                .and(MLS_GROUP.LOG_OFFSET.ge(start))
                .fetch(InboxQueries::found);
    }

    private static InboxMerge.Found found(Record row) {
        long seq = row.get(SEQ);
        Long toSeq = row.get(GROUP_STAY.TO_SEQ);
        Long toEpoch = row.get(GROUP_STAY.TO_EPOCH);
        return new InboxMerge.Found(
                ByteString.copyFrom(row.get(GROUP_STAY.GROUP_ID)),
                row.get(GROUP_STAY.LOG_PARTITION),
                row.get(OFFSET),
                seq,
                row.get(ACCEPTED_AT),
                row.get(OCTETS),
                concern(row, seq),
                toSeq == null ? row.get(MLS_GROUP.SEQ) : toSeq,
                toEpoch == null ? row.get(MLS_GROUP.EPOCH) : toEpoch);
    }

    private static Concern concern(Record row, long seq) {
        if (row.get(GROUP_STAY.FROM_SEQ) == seq && row.get(GROUP_STAY.WELCOMED)) {
            return Concern.WELCOME;
        }
        Long toSeq = row.get(GROUP_STAY.TO_SEQ);
        return toSeq != null && toSeq == seq ? Concern.REMOVED : Concern.EVENT;
    }

    private static Field<Long> start(Map<Integer, Long> from) {
        if (from.isEmpty()) {
            return DSL.val(0L);
        }
        return DSL.choose(GROUP_STAY.LOG_PARTITION).mapValues(from).otherwise(0L);
    }

    private Map<InboxMerge.Place, byte[]> events(List<InboxMerge.Found> wanted) {
        var events = new HashMap<InboxMerge.Place, byte[]>();
        if (wanted.isEmpty()) {
            return events;
        }
        Condition places = DSL.row(GROUP_EVENT.GROUP_ID, GROUP_EVENT.SEQ)
                .in(wanted.stream()
                        .map(found -> DSL.row(found.groupId().toByteArray(), found.seq()))
                        .toList());
        sql.select(GROUP_EVENT.GROUP_ID, GROUP_EVENT.SEQ, GROUP_EVENT.RECORD)
                .from(GROUP_EVENT)
                .where(places)
                .forEach(row -> events.put(
                        new InboxMerge.Place(ByteString.copyFrom(row.value1()), row.value2()), row.value3()));
        return events;
    }

    @Override
    public Map<Integer, Long> inboxEnd(Identity identity) {
        return sql.selectDistinct(PROJECTION_POSITION.LOG_PARTITION, PROJECTION_POSITION.NEXT_OFFSET)
                .from(PROJECTION_POSITION)
                .join(GROUP_STAY)
                .on(GROUP_STAY.LOG_PARTITION.eq(PROJECTION_POSITION.LOG_PARTITION))
                .where(PROJECTION_POSITION.TOPIC.eq(Topic.GROUP_EVENTS.topicName()))
                .and(isOf(identity))
                .fetchMap(PROJECTION_POSITION.LOG_PARTITION, PROJECTION_POSITION.NEXT_OFFSET);
    }

    @Override
    public List<StockNote> stockNotes(Identity identity, long fromSeq, int limit) {
        var isNoted = LOW_STOCK
                .USER_ID
                .eq(identity.getUser())
                .and(LOW_STOCK.CLIENT_ID.eq(identity.getClient()))
                .and(LOW_STOCK.SEQ.ge(fromSeq));
        var seqs = sql.selectDistinct(LOW_STOCK.SEQ)
                .from(LOW_STOCK)
                .where(isNoted)
                .orderBy(LOW_STOCK.SEQ)
                .limit(limit);
        return sql
                .selectFrom(LOW_STOCK)
                .where(isNoted)
                .and(LOW_STOCK.SEQ.in(seqs))
                .orderBy(LOW_STOCK.SEQ, LOW_STOCK.CIPHER_SUITE)
                .fetchGroups(LOW_STOCK.SEQ)
                .values()
                .stream()
                .map(InboxQueries::note)
                .toList();
    }

    private static StockNote note(List<LowStockRecord> rows) {
        return new StockNote(
                rows.getFirst().getSeq(),
                rows.getFirst().getNotedAt(),
                rows.stream()
                        .map(row -> new StockNote.Stock(row.getCipherSuite(), row.getAvailable(), row.getLowWater()))
                        .toList());
    }

    private static Condition isOf(Identity identity) {
        return GROUP_STAY.USER_ID.eq(identity.getUser()).and(GROUP_STAY.CLIENT_ID.eq(identity.getClient()));
    }
}
