package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.PAYLOAD_KEY;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.epochal.schema.record.GroupEvent;
import java.util.List;
import org.jooq.DSLContext;

/// Finds groups with old payloads. Of each group only the first event that still has a key is looked at, and then the
/// events of those groups where it is old. Where the log's clock was set back, a young event keeps those behind it.
final class AgedPayloads {
    private AgedPayloads() {}

    static List<GroupReads.Aged> find(DSLContext sql, long acceptedBefore, int limit) {
        var first = GROUP_EVENT.as("first");
        var old = GROUP_EVENT.as("old");
        var young = GROUP_EVENT.as("young");
        var firstYoung = field(select(min(young.SEQ))
                .from(young)
                .where(young.GROUP_ID.eq(PAYLOAD_KEY.GROUP_ID))
                .and(young.SEQ.ge(PAYLOAD_KEY.FIRST_SEQ))
                .and(young.ACCEPTED_AT.ge(acceptedBefore)));
        var behindAll = field(select(max(old.SEQ).plus(1)).from(old).where(old.GROUP_ID.eq(PAYLOAD_KEY.GROUP_ID)));
        var behind = coalesce(firstYoung, behindAll);
        return sql.select(PAYLOAD_KEY.GROUP_ID, behind)
                .from(PAYLOAD_KEY)
                .join(first)
                .on(first.GROUP_ID.eq(PAYLOAD_KEY.GROUP_ID))
                .and(first.SEQ.eq(PAYLOAD_KEY.FIRST_SEQ))
                .where(first.ACCEPTED_AT.lt(acceptedBefore))
                .and(exists(selectOne()
                        .from(old)
                        .where(old.GROUP_ID.eq(PAYLOAD_KEY.GROUP_ID))
                        .and(old.SEQ.ge(PAYLOAD_KEY.FIRST_SEQ))
                        .and(old.ACCEPTED_AT.lt(acceptedBefore))
                        .and(old.KIND.eq(GroupEvent.MESSAGE_ACCEPTED_FIELD_NUMBER))))
                .limit(limit)
                .fetch(row -> new GroupReads.Aged(Octets.of(row.value1()), row.value2()));
    }
}
