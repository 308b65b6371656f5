package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.GROUP_MEMBER;
import static dev.epochal.schema.sql.Tables.GROUP_STAY;
import static dev.epochal.schema.sql.Tables.MLS_GROUP;
import static dev.epochal.schema.sql.Tables.PENDING_PROPOSAL;
import static dev.epochal.schema.sql.Tables.TREE_NODE;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// What is asked of groups, as queries.
final class GroupQueries implements GroupReads {
    private static final int EPOCHS_OF_TREE_MAX = 100;
    /// Written out, not bound: so a plan that serves any parameters finds the index of Commits by epoch.
    private static final Condition IS_COMMIT = GROUP_EVENT.KIND.eq(DSL.inline(GroupEvent.COMMIT_ACCEPTED_FIELD_NUMBER));

    private final DSLContext sql;
    private final ReportReads reports;

    GroupQueries(DSLContext sql) {
        this.sql = sql;
        this.reports = new ReportQueries(sql);
    }

    @Override
    public Optional<GroupRow> group(ByteString groupId) {
        return sql.select(
                        MLS_GROUP.SEQ,
                        MLS_GROUP.HEAD,
                        MLS_GROUP.EPOCH,
                        MLS_GROUP.HANDSHAKES,
                        MLS_GROUP.CIPHER_SUITE,
                        MLS_GROUP.TREE_HASH,
                        MLS_GROUP.CONFIRMED_TRANSCRIPT_HASH,
                        MLS_GROUP.CREATED_AT,
                        MLS_GROUP.UPDATED_AT)
                .from(MLS_GROUP)
                .where(MLS_GROUP.GROUP_ID.eq(groupId.toByteArray()))
                .fetchOptional(row -> groupRow(groupId, row));
    }

    private static GroupRow groupRow(ByteString groupId, Record row) {
        return new GroupRow(
                groupId,
                row.get(MLS_GROUP.SEQ),
                Octets.of(row.get(MLS_GROUP.HEAD)),
                row.get(MLS_GROUP.EPOCH),
                row.get(MLS_GROUP.HANDSHAKES),
                row.get(MLS_GROUP.CIPHER_SUITE),
                Octets.of(row.get(MLS_GROUP.TREE_HASH)),
                Octets.of(row.get(MLS_GROUP.CONFIRMED_TRANSCRIPT_HASH)),
                row.get(MLS_GROUP.CREATED_AT),
                row.get(MLS_GROUP.UPDATED_AT));
    }

    @Override
    public long eventsBefore(ByteString groupId, long acceptedAtMs) {
        return sql.select(DSL.max(GROUP_EVENT.SEQ))
                .from(GROUP_EVENT)
                .where(GROUP_EVENT.GROUP_ID.eq(groupId.toByteArray()))
                .and(GROUP_EVENT.ACCEPTED_AT.lt(acceptedAtMs))
                .fetchOptional(row -> row.value1())
                .map(seq -> seq + 1)
                .orElse(0L);
    }

    @Override
    public List<Aged> agedPayloads(long acceptedBefore, int limit) {
        return AgedPayloads.find(sql, acceptedBefore, limit);
    }

    @Override
    public boolean isMember(ByteString groupId, Identity identity) {
        return sql.fetchExists(
                GROUP_MEMBER, GROUP_MEMBER.GROUP_ID.eq(groupId.toByteArray()).and(memberIs(identity)));
    }

    @Override
    public List<Stay> stays(ByteString groupId, Identity identity) {
        return sql.select(
                        GROUP_STAY.FROM_SEQ,
                        GROUP_STAY.FROM_EPOCH,
                        GROUP_STAY.WELCOMED,
                        GROUP_STAY.TO_SEQ,
                        GROUP_STAY.TO_EPOCH)
                .from(GROUP_STAY)
                .where(GROUP_STAY.GROUP_ID.eq(groupId.toByteArray()))
                .and(GROUP_STAY.USER_ID.eq(identity.getUser()))
                .and(GROUP_STAY.CLIENT_ID.eq(identity.getClient()))
                .orderBy(GROUP_STAY.FROM_SEQ, GROUP_STAY.LEAF_INDEX)
                .fetch(row -> new Stay(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4() == null ? OptionalLong.empty() : OptionalLong.of(row.value4()),
                        row.value5() == null ? 0 : row.value5()));
    }

    @Override
    public Optional<GroupInfoRow> groupInfo(ByteString groupId) {
        return sql.select(MLS_GROUP.GROUP_INFO_SEQ, MLS_GROUP.EPOCH, MLS_GROUP.GROUP_INFO, MLS_GROUP.POLICY)
                .from(MLS_GROUP)
                .where(MLS_GROUP.GROUP_ID.eq(groupId.toByteArray()))
                .fetchOptional(row -> new GroupInfoRow(
                        row.value1(),
                        row.value2(),
                        Octets.of(row.value3()),
                        Octets.record(GroupPolicy.parser(), row.value4())));
    }

    @Override
    public List<GroupHead> groupsOf(Identity identity) {
        return sql.selectDistinct(MLS_GROUP.GROUP_ID, MLS_GROUP.EPOCH, MLS_GROUP.SEQ)
                .from(GROUP_MEMBER)
                .join(MLS_GROUP)
                .on(MLS_GROUP.GROUP_ID.eq(GROUP_MEMBER.GROUP_ID))
                .where(memberIs(identity))
                .orderBy(MLS_GROUP.GROUP_ID)
                .fetch(row -> new GroupHead(Octets.of(row.value1()), row.value2(), row.value3()));
    }

    private static Condition memberIs(Identity identity) {
        return GROUP_MEMBER.USER_ID.eq(identity.getUser()).and(GROUP_MEMBER.CLIENT_ID.eq(identity.getClient()));
    }

    @Override
    public List<MemberRow> members(ByteString groupId) {
        return sql.select(
                        GROUP_MEMBER.LEAF_INDEX,
                        GROUP_MEMBER.USER_ID,
                        GROUP_MEMBER.CLIENT_ID,
                        GROUP_MEMBER.SIGNATURE_KEY)
                .from(GROUP_MEMBER)
                .where(GROUP_MEMBER.GROUP_ID.eq(groupId.toByteArray()))
                .orderBy(GROUP_MEMBER.LEAF_INDEX)
                .fetch(row -> new MemberRow(
                        row.value1(), Identities.of(row.value2(), row.value3()), Octets.of(row.value4())));
    }

    @Override
    public List<GroupEvent> events(ByteString groupId, long fromSeq, int limit) {
        return events(groupId, GROUP_EVENT.SEQ.ge(fromSeq), limit);
    }

    @Override
    public List<ByteString> leafHashes(ByteString groupId, long fromSeq, int limit) {
        return sql.select(GROUP_EVENT.LEAF_HASH)
                .from(GROUP_EVENT)
                .where(GROUP_EVENT.GROUP_ID.eq(groupId.toByteArray()))
                .and(GROUP_EVENT.SEQ.ge(fromSeq))
                .orderBy(GROUP_EVENT.SEQ)
                .limit(limit)
                .fetch(row -> Octets.of(row.value1()));
    }

    @Override
    public List<GroupEvent> commitsSince(ByteString groupId, long fromEpoch, int limit) {
        // Two ranges of one index; with "or" between them all events of the group would be looked at.
        var lower = GROUP_EVENT.EPOCH_BEFORE.ge(fromEpoch);
        var upper = GROUP_EVENT.EPOCH_BEFORE.lt(0L);
        if (fromEpoch < 0) {
            return commits(groupId, lower.and(upper), limit);
        }
        var commits = new ArrayList<>(commits(groupId, lower, limit));
        if (commits.size() < limit) {
            commits.addAll(commits(groupId, upper, limit - commits.size()));
        }
        return commits;
    }

    /// In the order of the epochs that they ended, which is that of the events.
    private List<GroupEvent> commits(ByteString groupId, Condition epochs, int limit) {
        return sql.select(GROUP_EVENT.RECORD)
                .from(GROUP_EVENT)
                .where(GROUP_EVENT.GROUP_ID.eq(groupId.toByteArray()))
                .and(IS_COMMIT)
                .and(epochs)
                .orderBy(GROUP_EVENT.EPOCH_BEFORE)
                .limit(limit)
                .fetch(row -> Octets.record(GroupEvent.parser(), row.value1()));
    }

    @Override
    public Optional<GroupEvent> beginning(ByteString groupId, long epoch) {
        Condition commit = IS_COMMIT.and(GROUP_EVENT.EPOCH_BEFORE.eq(epoch - 1));
        Condition creation = GROUP_EVENT.SEQ.eq(0L).and(GROUP_EVENT.EPOCH_AFTER.eq(epoch));
        return Stream.of(commit, creation)
                .flatMap(begins -> events(groupId, begins, 1).stream())
                .findFirst();
    }

    @Override
    public Optional<CommitOutline> commitOutline(ByteString groupId, long epoch) {
        return sql.select(GROUP_EVENT.SEQ, GROUP_EVENT.USER_ID, GROUP_EVENT.CLIENT_ID, GROUP_EVENT.COMMIT_OUTLINE)
                .from(GROUP_EVENT)
                .where(GROUP_EVENT.GROUP_ID.eq(groupId.toByteArray()))
                .and(IS_COMMIT)
                .and(GROUP_EVENT.EPOCH_BEFORE.eq(epoch - 1))
                .fetchOptional(row -> new CommitOutline(
                        row.value1(),
                        epoch,
                        Identities.of(row.value2(), row.value3()),
                        Octets.record(CommitAccepted.parser(), row.value4())));
    }

    /// One statement, so that nodes and epoch belong together.
    @Override
    public Optional<HeadTree> headTree(ByteString groupId) {
        var rows = sql.select(MLS_GROUP.EPOCH, MLS_GROUP.TREE_HASH, TREE_NODE.NODE_INDEX, TREE_NODE.NODE)
                .from(MLS_GROUP)
                .join(TREE_NODE)
                .on(TREE_NODE.GROUP_ID.eq(MLS_GROUP.GROUP_ID))
                .where(MLS_GROUP.GROUP_ID.eq(groupId.toByteArray()))
                .fetch();
        return rows.stream()
                .findFirst()
                .map(first -> new HeadTree(
                        first.value1(),
                        Octets.of(first.value2()),
                        rows.stream().collect(Collectors.toMap(row -> row.value3(), row -> Octets.of(row.value4())))));
    }

    @Override
    public List<Long> epochsOfTree(ByteString groupId, ByteString treeHash) {
        return sql.select(GROUP_EVENT.EPOCH_AFTER)
                .from(GROUP_EVENT)
                .where(GROUP_EVENT.GROUP_ID.eq(groupId.toByteArray()))
                .and(GROUP_EVENT.TREE_HASH.eq(treeHash.toByteArray()))
                .and(GROUP_EVENT.TREE_HASH.ne(DSL.inline(new byte[0])))
                .orderBy(GROUP_EVENT.SEQ.desc())
                .limit(EPOCHS_OF_TREE_MAX)
                .fetch(GROUP_EVENT.EPOCH_AFTER);
    }

    @Override
    public Optional<GroupEvent> byIdempotencyKey(ByteString groupId, ByteString idempotencyKey) {
        return events(groupId, GROUP_EVENT.IDEMPOTENCY_KEY.eq(idempotencyKey.toByteArray()), 1).stream()
                .findFirst();
    }

    private List<GroupEvent> events(ByteString groupId, Condition condition, int limit) {
        return sql.select(GROUP_EVENT.RECORD)
                .from(GROUP_EVENT)
                .where(GROUP_EVENT.GROUP_ID.eq(groupId.toByteArray()))
                .and(condition)
                .orderBy(GROUP_EVENT.SEQ)
                .limit(limit)
                .fetch(row -> Octets.record(GroupEvent.parser(), row.value1()));
    }

    @Override
    public GroupPolicy policy(ByteString groupId) {
        return sql.select(MLS_GROUP.POLICY)
                .from(MLS_GROUP)
                .where(MLS_GROUP.GROUP_ID.eq(groupId.toByteArray()))
                .fetchOptional(row -> Octets.record(GroupPolicy.parser(), row.value1()))
                .orElse(GroupPolicy.getDefaultInstance());
    }

    @Override
    public List<MemberReport> reports(ByteString groupId, long epoch) {
        return reports.reports(groupId, epoch);
    }

    @Override
    public List<Long> doubtfulEpochs(ByteString groupId) {
        return reports.doubtfulEpochs(groupId);
    }

    @Override
    public List<PendingProposal> pendingProposals(ByteString groupId) {
        return sql.select(
                        PENDING_PROPOSAL.SEQ,
                        PENDING_PROPOSAL.EPOCH,
                        PENDING_PROPOSAL.PROPOSAL_REF,
                        PENDING_PROPOSAL.PROPOSAL)
                .from(PENDING_PROPOSAL)
                .where(PENDING_PROPOSAL.GROUP_ID.eq(groupId.toByteArray()))
                .orderBy(PENDING_PROPOSAL.SEQ)
                .fetch(row -> new PendingProposal(
                        row.value1(), row.value2(), Octets.of(row.value3()), Octets.of(row.value4())));
    }
}
