package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.PAYLOAD_KEY;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.history.Erasures;
import dev.epochal.schema.history.PayloadKeyTree;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.PayloadKeys;
import dev.epochal.schema.record.SeqRange;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record2;

/// Takes what was erased out of the rows: the payloads, salts and submitters of messages, and the keys of a group.
final class ErasedRows {
    private static final String ERASE = Sql.text(sql -> sql.update(GROUP_EVENT)
            .set(GROUP_EVENT.USER_ID, "")
            .set(GROUP_EVENT.CLIENT_ID, "")
            .set(GROUP_EVENT.RECORD, new byte[0])
            .where(GROUP_EVENT.GROUP_ID.eq(new byte[0]))
            .and(GROUP_EVENT.SEQ.eq(0L)));
    private static final int EVENTS_AT_ONCE = 1_000;

    private ErasedRows() {}

    /// Erases what an event says. Doing it again changes nothing.
    ///
    /// @throws KeysBehindException if the group's keys aren't projected yet: they would come back
    static void erase(DSLContext sql, GroupEvent event) {
        byte[] groupId = event.getHeader().getGroupId().toByteArray();
        List<SeqRange> ranges = event.getPayloadsErased().getRangesList();
        eraseKeys(sql, groupId, event);
        for (SeqRange range : ranges) {
            erasePayloads(sql, groupId, range);
        }
    }

    private static void eraseKeys(DSLContext sql, byte[] groupId, GroupEvent event) {
        long seq = event.getHeader().getSeq();
        PayloadKeys keys = sql.select(PAYLOAD_KEY.RECORD)
                .from(PAYLOAD_KEY)
                .where(PAYLOAD_KEY.GROUP_ID.eq(groupId))
                .fetchOptional(row -> Openings.parse(row.value1()))
                .orElseThrow(() -> new KeysBehindException(
                        "The keys that event " + seq + " erases are not projected yet; it waits for them"));
        PayloadKeys left = Erasures.without(keys, event.getPayloadsErased().getRangesList(), seq);
        if (!left.equals(keys)) {
            sql.update(PAYLOAD_KEY)
                    .set(PAYLOAD_KEY.SEQ, left.getSeq())
                    .set(PAYLOAD_KEY.FIRST_SEQ, PayloadKeyTree.firstLeft(left))
                    .set(PAYLOAD_KEY.RECORD, left.toByteArray())
                    .where(PAYLOAD_KEY.GROUP_ID.eq(groupId))
                    .execute();
        }
    }

    private static void erasePayloads(DSLContext sql, byte[] groupId, SeqRange range) {
        long from = range.getFirst();
        while (from < range.getBehind()) {
            var messages = sql.select(GROUP_EVENT.SEQ, GROUP_EVENT.RECORD)
                    .from(GROUP_EVENT)
                    .where(GROUP_EVENT.GROUP_ID.eq(groupId))
                    .and(GROUP_EVENT.SEQ.ge(from))
                    .and(GROUP_EVENT.SEQ.lt(range.getBehind()))
                    .and(GROUP_EVENT.KIND.eq(GroupEvent.MESSAGE_ACCEPTED_FIELD_NUMBER))
                    .orderBy(GROUP_EVENT.SEQ)
                    .limit(EVENTS_AT_ONCE)
                    .fetch();
            var rows = new Rows();
            messages.forEach(message -> rows.add("", "", erased(message), groupId, message.value1()));
            rows.send(sql, ERASE);
            if (messages.size() < EVENTS_AT_ONCE) {
                return;
            }
            from = messages.getLast().value1() + 1;
        }
    }

    private static byte[] erased(Record2<Long, byte[]> message) {
        try {
            return SealedEvents.erased(GroupEvent.parseFrom(ByteString.copyFrom(message.value2())))
                    .toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("Event " + message.value1() + " of the read model can't be read", e);
        }
    }
}
