package dev.epochal.projections.database;

import static dev.epochal.schema.sql.Tables.COMMIT_REPORT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_CLIENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_EVENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_USER;
import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.GROUP_STAY;
import static dev.epochal.schema.sql.Tables.IMPORTED_EVENT;
import static dev.epochal.schema.sql.Tables.IMPORTED_GROUP;
import static dev.epochal.schema.sql.Tables.IMPORTED_MEMBER;
import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;
import static dev.epochal.schema.sql.Tables.LOW_STOCK;
import static dev.epochal.schema.sql.Tables.MLS_GROUP;
import static dev.epochal.schema.sql.Tables.PAYLOAD_KEY;
import static dev.epochal.schema.sql.Tables.PENDING_PROPOSAL;
import static dev.epochal.schema.sql.Tables.PROJECTION_HALT;
import static dev.epochal.schema.sql.Tables.WELCOME;
import static dev.epochal.schema.sql.Tables.WELCOME_BODY;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.Topic;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/// Tells of a row of the read model which events it follows from.
final class RowOrigins {
    private static final Map<Table<?>, Field<Long>> SEQ = Map.ofEntries(
            Map.entry(MLS_GROUP, MLS_GROUP.SEQ),
            Map.entry(PAYLOAD_KEY, PAYLOAD_KEY.SEQ),
            Map.entry(WELCOME_BODY, WELCOME_BODY.SEQ),
            Map.entry(GROUP_EVENT, GROUP_EVENT.SEQ),
            Map.entry(GROUP_STAY, GROUP_STAY.FROM_SEQ),
            Map.entry(COMMIT_REPORT, COMMIT_REPORT.SEQ),
            Map.entry(PENDING_PROPOSAL, PENDING_PROPOSAL.SEQ),
            Map.entry(WELCOME, WELCOME.SEQ),
            Map.entry(DIRECTORY_USER, DIRECTORY_USER.SEQ),
            Map.entry(DIRECTORY_EVENT, DIRECTORY_EVENT.SEQ),
            Map.entry(KEY_PACKAGE, KEY_PACKAGE.PUBLISHED_SEQ),
            Map.entry(DIRECTORY_CLIENT, DIRECTORY_CLIENT.CHANGED_SEQ),
            Map.entry(LOW_STOCK, LOW_STOCK.SEQ),
            Map.entry(IMPORTED_GROUP, IMPORTED_GROUP.SEQ),
            Map.entry(IMPORTED_EVENT, IMPORTED_EVENT.SEQ),
            Map.entry(IMPORTED_MEMBER, IMPORTED_MEMBER.SEQ));
    private static final Set<Table<?>> IMPORTED = Set.of(IMPORTED_GROUP, IMPORTED_EVENT, IMPORTED_MEMBER);

    private RowOrigins() {}

    static RowDifference.Origin of(Table<?> table, Record row) {
        if (table.equals(PROJECTION_HALT)) {
            return new RowDifference.Origin(
                    row.get(PROJECTION_HALT.TOPIC),
                    ByteString.copyFrom(row.get(PROJECTION_HALT.RECORD_KEY)),
                    OptionalLong.empty());
        }
        Field<?> group = table.field(MLS_GROUP.GROUP_ID.getName());
        OptionalLong seq =
                Optional.ofNullable(SEQ.get(table)).stream().mapToLong(row::get).findFirst();
        return group != null
                ? new RowDifference.Origin(
                        (IMPORTED.contains(table) ? Topic.IMPORTED_EVENTS : Topic.GROUP_EVENTS).topicName(),
                        ByteString.copyFrom(row.get(MLS_GROUP.GROUP_ID.getName(), byte[].class)),
                        seq)
                : new RowDifference.Origin(
                        Topic.DIRECTORY_EVENTS.topicName(),
                        ByteString.copyFromUtf8(row.get(DIRECTORY_USER.USER_ID.getName(), String.class)),
                        seq);
    }
}
