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
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupCreated;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.GroupStateAfter;
import org.jooq.DSLContext;
import org.jooq.Query;

/// The statements that write rows of groups, with placeholders, and the values of the longer ones.
final class GroupStatements {
    private static final byte[] OCTETS = new byte[0];
    private static final int SUITE_AT = 2;

    private GroupStatements() {}

    static Query insertGroup(DSLContext sql) {
        return Placeholders.insert(sql, MLS_GROUP);
    }

    /// The values of [#insertGroup], in the order of the table's columns.
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

    static Query replaceState(DSLContext sql) {
        return sql.update(MLS_GROUP)
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
                .where(MLS_GROUP.GROUP_ID.eq(OCTETS));
    }

    /// The values of [#replaceState].
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

    static Query moveHead(DSLContext sql) {
        return sql.update(MLS_GROUP)
                .set(MLS_GROUP.SEQ, 0L)
                .set(MLS_GROUP.HEAD, OCTETS)
                .set(MLS_GROUP.UPDATED_AT, 0L)
                .set(MLS_GROUP.LOG_OFFSET, 0L)
                .where(MLS_GROUP.GROUP_ID.eq(OCTETS));
    }

    static Query replacePolicy(DSLContext sql) {
        return sql.update(MLS_GROUP).set(MLS_GROUP.POLICY, OCTETS).where(MLS_GROUP.GROUP_ID.eq(OCTETS));
    }

    static Query nameSuccessor(DSLContext sql) {
        return sql.update(MLS_GROUP).set(MLS_GROUP.SUCCESSOR_GROUP_ID, OCTETS).where(MLS_GROUP.GROUP_ID.eq(OCTETS));
    }

    static Query insertEvent(DSLContext sql) {
        return Placeholders.insert(sql, GROUP_EVENT);
    }

    static Query putNode(DSLContext sql) {
        return Placeholders.insert(sql, TREE_NODE)
                .onConflict(TREE_NODE.GROUP_ID, TREE_NODE.NODE_INDEX)
                .doUpdate()
                .set(TREE_NODE.NODE, excluded(TREE_NODE.NODE));
    }

    static Query deleteNode(DSLContext sql) {
        return sql.deleteFrom(TREE_NODE).where(TREE_NODE.GROUP_ID.eq(OCTETS)).and(TREE_NODE.NODE_INDEX.eq(0));
    }

    static Query putMember(DSLContext sql) {
        return Placeholders.insert(sql, GROUP_MEMBER)
                .onConflict(GROUP_MEMBER.GROUP_ID, GROUP_MEMBER.LEAF_INDEX)
                .doUpdate()
                .set(GROUP_MEMBER.USER_ID, excluded(GROUP_MEMBER.USER_ID))
                .set(GROUP_MEMBER.CLIENT_ID, excluded(GROUP_MEMBER.CLIENT_ID))
                .set(GROUP_MEMBER.SIGNATURE_KEY, excluded(GROUP_MEMBER.SIGNATURE_KEY));
    }

    static Query deleteMember(DSLContext sql) {
        return sql.deleteFrom(GROUP_MEMBER)
                .where(GROUP_MEMBER.GROUP_ID.eq(OCTETS))
                .and(GROUP_MEMBER.LEAF_INDEX.eq(0));
    }

    static Query insertStay(DSLContext sql) {
        return Placeholders.insert(sql, GROUP_STAY);
    }

    static Query endStay(DSLContext sql) {
        return sql.update(GROUP_STAY)
                .set(GROUP_STAY.TO_SEQ, 0L)
                .set(GROUP_STAY.TO_OFFSET, 0L)
                .set(GROUP_STAY.TO_EPOCH, 0L)
                .where(GROUP_STAY.GROUP_ID.eq(OCTETS))
                .and(GROUP_STAY.LEAF_INDEX.eq(0))
                .and(GROUP_STAY.TO_SEQ.isNull());
    }

    static Query deleteProposals(DSLContext sql) {
        return sql.deleteFrom(PENDING_PROPOSAL).where(PENDING_PROPOSAL.GROUP_ID.eq(OCTETS));
    }

    static Query insertProposal(DSLContext sql) {
        return Placeholders.insert(sql, PENDING_PROPOSAL);
    }

    static Query putReport(DSLContext sql) {
        return Placeholders.insert(sql, COMMIT_REPORT)
                .onConflict(COMMIT_REPORT.GROUP_ID, COMMIT_REPORT.EPOCH, COMMIT_REPORT.LEAF_INDEX)
                .doUpdate()
                .set(COMMIT_REPORT.SEQ, excluded(COMMIT_REPORT.SEQ))
                .set(COMMIT_REPORT.APPLIED, excluded(COMMIT_REPORT.APPLIED))
                .set(COMMIT_REPORT.CONFIRMED_TRANSCRIPT_HASH, excluded(COMMIT_REPORT.CONFIRMED_TRANSCRIPT_HASH))
                .set(COMMIT_REPORT.AUTHENTICATOR_HASH, excluded(COMMIT_REPORT.AUTHENTICATOR_HASH));
    }

    static Query insertWelcomeBody(DSLContext sql) {
        return Placeholders.insert(sql, WELCOME_BODY);
    }

    static Query insertWelcome(DSLContext sql) {
        return Placeholders.insert(sql, WELCOME);
    }

    /// GroupContext begins with the protocol version and the cipher suite, two octets each (RFC 9420 §8.1).
    static int cipherSuite(ByteString groupContext) {
        if (groupContext.size() < SUITE_AT + 2) {
            throw new ContradictionException("its GroupContext is cut short");
        }
        return Byte.toUnsignedInt(groupContext.byteAt(SUITE_AT)) << 8
                | Byte.toUnsignedInt(groupContext.byteAt(SUITE_AT + 1));
    }
}
