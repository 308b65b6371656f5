package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.COMMIT_REPORT;
import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.GROUP_MEMBER;
import static dev.epochal.schema.sql.Tables.GROUP_STAY;
import static dev.epochal.schema.sql.Tables.MLS_GROUP;
import static dev.epochal.schema.sql.Tables.PENDING_PROPOSAL;
import static dev.epochal.schema.sql.Tables.TREE_NODE;
import static dev.epochal.schema.sql.Tables.WELCOME;
import static dev.epochal.schema.sql.Tables.WELCOME_BODY;
import static org.jooq.impl.DSL.excluded;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupCreated;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.GroupStateAfter;

/// The statements that write rows of groups, with placeholders, and the values of the longer ones.
final class GroupStatements {
    private static final byte[] OCTETS = new byte[0];
    private static final int SUITE_AT = 2;

    private GroupStatements() {}

    static final String INSERT_GROUP = Sql.text(sql -> Placeholders.insert(sql, MLS_GROUP));

    /// The values of [#INSERT_GROUP], in the order of the table's columns.
    static Object[] group(GroupChange change, GroupEvent created) {
        GroupCreated body = created.getGroupCreated();
        GroupChange.NewestState newest = change.state().orElseThrow();
        GroupStateAfter after = newest.after();
        EventHeader first = created.getHeader();
        return new Object[] {
            first.getGroupId().toByteArray(),
            first.getLogId().toByteArray(),
            change.head().partition(),
            change.head().seq(),
            change.head().hash().toByteArray(),
            change.head().epoch(),
            body.getHandshakesValue(),
            change.policy().orElse(GroupPolicy.getDefaultInstance()).toByteArray(),
            OCTETS,
            change.cipherSuite(),
            after.getGroupContext().toByteArray(),
            after.getTreeHash().toByteArray(),
            after.getTreeSize(),
            after.getConfirmedTranscriptHash().toByteArray(),
            after.getConfirmationTag().toByteArray(),
            newest.groupInfo().toByteArray(),
            newest.header().getSeq(),
            first.getAcceptedAtMs(),
            change.newestHeader().getAcceptedAtMs(),
            change.newest().offset()
        };
    }

    static final String REPLACE_STATE = Sql.text(sql -> sql.update(MLS_GROUP)
            .set(MLS_GROUP.SEQ, 0L)
            .set(MLS_GROUP.HEAD, OCTETS)
            .set(MLS_GROUP.EPOCH, 0L)
            .set(MLS_GROUP.GROUP_CONTEXT, OCTETS)
            .set(MLS_GROUP.TREE_HASH, OCTETS)
            .set(MLS_GROUP.TREE_SIZE, 0)
            .set(MLS_GROUP.CONFIRMED_TRANSCRIPT_HASH, OCTETS)
            .set(MLS_GROUP.CONFIRMATION_TAG, OCTETS)
            .set(MLS_GROUP.GROUP_INFO, OCTETS)
            .set(MLS_GROUP.GROUP_INFO_SEQ, 0L)
            .set(MLS_GROUP.UPDATED_AT, 0L)
            .set(MLS_GROUP.LOG_OFFSET, 0L)
            .where(MLS_GROUP.GROUP_ID.eq(OCTETS)));

    /// The values of [#REPLACE_STATE].
    static Object[] state(byte[] groupId, GroupChange change, GroupChange.NewestState newest) {
        GroupStateAfter after = newest.after();
        return new Object[] {
            change.head().seq(),
            change.head().hash().toByteArray(),
            change.head().epoch(),
            after.getGroupContext().toByteArray(),
            after.getTreeHash().toByteArray(),
            after.getTreeSize(),
            after.getConfirmedTranscriptHash().toByteArray(),
            after.getConfirmationTag().toByteArray(),
            newest.groupInfo().toByteArray(),
            newest.header().getSeq(),
            change.newestHeader().getAcceptedAtMs(),
            change.newest().offset(),
            groupId
        };
    }

    static final String MOVE_HEAD = Sql.text(sql -> sql.update(MLS_GROUP)
            .set(MLS_GROUP.SEQ, 0L)
            .set(MLS_GROUP.HEAD, OCTETS)
            .set(MLS_GROUP.UPDATED_AT, 0L)
            .set(MLS_GROUP.LOG_OFFSET, 0L)
            .where(MLS_GROUP.GROUP_ID.eq(OCTETS)));

    static final String REPLACE_POLICY =
            Sql.text(sql -> sql.update(MLS_GROUP).set(MLS_GROUP.POLICY, OCTETS).where(MLS_GROUP.GROUP_ID.eq(OCTETS)));

    static final String NAME_SUCCESSOR = Sql.text(sql ->
            sql.update(MLS_GROUP).set(MLS_GROUP.SUCCESSOR_GROUP_ID, OCTETS).where(MLS_GROUP.GROUP_ID.eq(OCTETS)));

    static final String INSERT_EVENT = Sql.text(sql -> Placeholders.insert(sql, GROUP_EVENT));

    static final String PUT_NODE = Sql.text(sql -> Placeholders.insert(sql, TREE_NODE)
            .onConflict(TREE_NODE.GROUP_ID, TREE_NODE.NODE_INDEX)
            .doUpdate()
            .set(TREE_NODE.NODE, excluded(TREE_NODE.NODE)));

    static final String DELETE_NODE = Sql.text(sql ->
            sql.deleteFrom(TREE_NODE).where(TREE_NODE.GROUP_ID.eq(OCTETS)).and(TREE_NODE.NODE_INDEX.eq(0)));

    static final String PUT_MEMBER = Sql.text(sql -> Placeholders.insert(sql, GROUP_MEMBER)
            .onConflict(GROUP_MEMBER.GROUP_ID, GROUP_MEMBER.LEAF_INDEX)
            .doUpdate()
            .set(GROUP_MEMBER.USER_ID, excluded(GROUP_MEMBER.USER_ID))
            .set(GROUP_MEMBER.CLIENT_ID, excluded(GROUP_MEMBER.CLIENT_ID))
            .set(GROUP_MEMBER.SIGNATURE_KEY, excluded(GROUP_MEMBER.SIGNATURE_KEY)));

    static final String DELETE_MEMBER = Sql.text(sql ->
            sql.deleteFrom(GROUP_MEMBER).where(GROUP_MEMBER.GROUP_ID.eq(OCTETS)).and(GROUP_MEMBER.LEAF_INDEX.eq(0)));

    static final String INSERT_STAY = Sql.text(sql -> Placeholders.insert(sql, GROUP_STAY));

    static final String END_STAY = Sql.text(sql -> sql.update(GROUP_STAY)
            .set(GROUP_STAY.TO_SEQ, 0L)
            .set(GROUP_STAY.TO_OFFSET, 0L)
            .set(GROUP_STAY.TO_EPOCH, 0L)
            .where(GROUP_STAY.GROUP_ID.eq(OCTETS))
            .and(GROUP_STAY.LEAF_INDEX.eq(0))
            .and(GROUP_STAY.TO_SEQ.isNull()));

    static final String DELETE_PROPOSALS =
            Sql.text(sql -> sql.deleteFrom(PENDING_PROPOSAL).where(PENDING_PROPOSAL.GROUP_ID.eq(OCTETS)));

    static final String INSERT_PROPOSAL = Sql.text(sql -> Placeholders.insert(sql, PENDING_PROPOSAL));

    static final String PUT_REPORT = Sql.text(sql -> Placeholders.insert(sql, COMMIT_REPORT)
            .onConflict(COMMIT_REPORT.GROUP_ID, COMMIT_REPORT.EPOCH, COMMIT_REPORT.LEAF_INDEX)
            .doUpdate()
            .set(COMMIT_REPORT.SEQ, excluded(COMMIT_REPORT.SEQ))
            .set(COMMIT_REPORT.APPLIED, excluded(COMMIT_REPORT.APPLIED))
            .set(COMMIT_REPORT.CONFIRMED_TRANSCRIPT_HASH, excluded(COMMIT_REPORT.CONFIRMED_TRANSCRIPT_HASH))
            .set(COMMIT_REPORT.AUTHENTICATOR_HASH, excluded(COMMIT_REPORT.AUTHENTICATOR_HASH)));

    static final String INSERT_WELCOME_BODY = Sql.text(sql -> Placeholders.insert(sql, WELCOME_BODY));

    static final String INSERT_WELCOME = Sql.text(sql -> Placeholders.insert(sql, WELCOME));

    /// GroupContext begins with the protocol version and the cipher suite, two octets each (RFC 9420 §8.1).
    static int cipherSuite(ByteString groupContext) {
        if (groupContext.size() < SUITE_AT + 2) {
            throw new ContradictionException("its GroupContext is cut short");
        }
        return Byte.toUnsignedInt(groupContext.byteAt(SUITE_AT)) << 8
                | Byte.toUnsignedInt(groupContext.byteAt(SUITE_AT + 1));
    }
}
