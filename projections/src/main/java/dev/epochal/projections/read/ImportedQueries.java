package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.IMPORTED_EVENT;
import static dev.epochal.schema.sql.Tables.IMPORTED_GROUP;
import static dev.epochal.schema.sql.Tables.IMPORTED_MEMBER;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.ImportedEvent;
import dev.epochal.schema.sql.tables.records.ImportedGroupRecord;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/// What is asked of imported groups, as queries.
final class ImportedQueries implements ImportedReads {
    private final DSLContext sql;

    ImportedQueries(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public List<ImportedRow> importedGroupsOf(String user) {
        var own = sql.select(IMPORTED_MEMBER.GROUP_ID).from(IMPORTED_MEMBER).where(IMPORTED_MEMBER.USER_ID.eq(user));
        return sql.selectFrom(IMPORTED_GROUP)
                .where(IMPORTED_GROUP.GROUP_ID.in(own))
                .orderBy(IMPORTED_GROUP.GROUP_ID)
                .fetch(ImportedQueries::row);
    }

    @Override
    public Optional<ImportedRow> importedGroup(ByteString groupId) {
        return sql.selectFrom(IMPORTED_GROUP)
                .where(IMPORTED_GROUP.GROUP_ID.eq(groupId.toByteArray()))
                .fetchOptional(ImportedQueries::row);
    }

    private static ImportedRow row(ImportedGroupRecord row) {
        return new ImportedRow(
                Octets.of(row.getGroupId()),
                row.getSource(),
                row.getConversationId(),
                row.getSeq(),
                Octets.of(row.getHead()),
                row.getEpoch(),
                row.getCipherSuite(),
                row.getCreatedAt());
    }

    @Override
    public boolean isImportedMember(ByteString groupId, String user) {
        return sql.fetchExists(
                IMPORTED_MEMBER,
                IMPORTED_MEMBER.GROUP_ID.eq(groupId.toByteArray()).and(IMPORTED_MEMBER.USER_ID.eq(user)));
    }

    @Override
    public List<Identity> importedMembers(ByteString groupId) {
        return sql.select(IMPORTED_MEMBER.USER_ID, IMPORTED_MEMBER.CLIENT_ID)
                .from(IMPORTED_MEMBER)
                .where(IMPORTED_MEMBER.GROUP_ID.eq(groupId.toByteArray()))
                .orderBy(IMPORTED_MEMBER.USER_ID, IMPORTED_MEMBER.CLIENT_ID)
                .fetch(row -> Identities.of(row.value1(), row.value2()));
    }

    @Override
    public List<ImportedEvent> importedEvents(ByteString groupId, long fromSeq, int limit) {
        return sql.select(IMPORTED_EVENT.RECORD)
                .from(IMPORTED_EVENT)
                .where(IMPORTED_EVENT.GROUP_ID.eq(groupId.toByteArray()))
                .and(IMPORTED_EVENT.SEQ.ge(fromSeq))
                .orderBy(IMPORTED_EVENT.SEQ)
                .limit(limit)
                .fetch(row -> Octets.record(ImportedEvent.parser(), row.value1()));
    }
}
