package dev.epochal.projections.project;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.projections.project.History.BOB;
import static dev.epochal.projections.project.History.octets;
import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.GROUP_MEMBER;
import static dev.epochal.schema.sql.Tables.MLS_GROUP;
import static dev.epochal.schema.sql.Tables.PENDING_PROPOSAL;
import static dev.epochal.schema.sql.Tables.TREE_NODE;
import static dev.epochal.schema.sql.Tables.WELCOME;
import static dev.epochal.schema.sql.Tables.WELCOME_BODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.projections.database.Sql;
import dev.epochal.projections.database.TestDatabase;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.sql.tables.records.MlsGroupRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GroupProjectionIT {
    private final DataSource dataSource = TestDatabase.empty();
    private final DSLContext sql = Sql.over(dataSource);
    private final Replay<GroupEvent> replay = Replay.groups(dataSource);
    private final History history = new History("group", Replay.PARTITION);

    @Test
    void a_creation_becomes_a_group_with_its_tree_and_its_member() {
        GroupEvent created = history.created(ALICE);
        project(created);
        MlsGroupRecord group = group();
        assertThat(group.getGroupId()).isEqualTo(history.groupId().toByteArray());
        assertThat(group.getLogId()).isEqualTo(created.getHeader().getLogId().toByteArray());
        assertThat(group.getLogPartition()).isEqualTo(Replay.PARTITION);
        assertThat(group.getSeq()).isZero();
        assertThat(group.getHead()).isEqualTo(history.head().toByteArray());
        assertThat(group.getEpoch()).isZero();
        assertThat(group.getHandshakes()).isEqualTo(1);
        assertThat(group.getCipherSuite()).isEqualTo(3);
        assertThat(group.getPolicy()).isEqualTo(policy(7));
        assertThat(group.getTreeSize()).isEqualTo(1);
        assertThat(group.getSuccessorGroupId()).isEmpty();
        assertThat(text(group.getGroupInfo())).isEqualTo("GroupInfo 0");
        assertThat(group.getCreatedAt()).isEqualTo(1_000);
        assertThat(group.getUpdatedAt()).isEqualTo(1_000);
        assertThat(nodes()).isEqualTo(Map.of(0, "leaf of alice"));
        assertThat(members()).containsExactly("0 alice/phone key of alice at 0");
    }

    @Test
    void every_event_is_kept_as_it_stands_on_the_log_with_what_a_receipt_needs() {
        GroupEvent created = history.created(ALICE);
        GroupEvent proposed = history.proposed("ref");
        project(created, proposed);
        assertThat(sql.selectFrom(GROUP_EVENT).orderBy(GROUP_EVENT.SEQ).fetch(GROUP_EVENT.RECORD))
                .containsExactly(created.toByteArray(), proposed.toByteArray());
        var row = sql.selectFrom(GROUP_EVENT).where(GROUP_EVENT.SEQ.eq(1L)).fetchSingle();
        var header = proposed.getHeader();
        assertThat(row.getKind()).isEqualTo(GroupEvent.PROPOSAL_ACCEPTED_FIELD_NUMBER);
        assertThat(row.getEpochBefore()).isEqualTo(header.getEpochBefore());
        assertThat(row.getEpochAfter()).isEqualTo(header.getEpochAfter());
        assertThat(row.getIdempotencyKey()).isEqualTo(header.getIdempotencyKey().toByteArray());
        assertThat(row.getBodyDigest()).isEqualTo(header.getBodyDigest().toByteArray());
        assertThat(row.getAcceptedAt()).isEqualTo(header.getAcceptedAtMs());
        assertThat(row.getUserId() + "/" + row.getClientId()).isEqualTo("alice/phone");
        assertThat(row.getSubmissionId()).isEqualTo(header.getSubmissionId().toByteArray());
        assertThat(text(row.getProposalRef())).isEqualTo("ref");
        assertThat(row.getPreviousHead())
                .isEqualTo(created.getHeader().getLeafHash().toByteArray());
        assertThat(row.getLeafHash()).isEqualTo(header.getLeafHash().toByteArray());
        assertThat(row.getLogPartition()).isEqualTo(header.getCommand().getPartition());
        assertThat(row.getCommandOffset()).isEqualTo(header.getCommand().getOffset());
    }

    @Test
    void a_proposal_is_pending_until_a_commit_ends_its_epoch() {
        project(history.created(ALICE), history.proposed("one"), history.proposed("two"));
        assertThat(proposals()).containsExactly("1 0 one Proposal one", "2 0 two Proposal two");
        project(history.added(BOB, 1, false));
        assertThat(proposals()).isEmpty();
        project(history.proposed("three"));
        assertThat(proposals()).containsExactly("4 1 three Proposal three");
    }

    @Test
    void proposals_of_the_same_batch_as_their_commit_leave_nothing() {
        Replay.groups(dataSource)
                .with(history.created(ALICE), history.proposed("one"), history.removed(BOB, 1), history.proposed("two"))
                .project(100);
        assertThat(proposals()).containsExactly("3 1 two Proposal two");
    }

    @Test
    void a_commit_replaces_the_public_state() {
        project(history.created(ALICE));
        GroupEvent added = history.added(BOB, 1, false);
        project(added);
        MlsGroupRecord group = group();
        var after = added.getCommitAccepted().getAfter();
        assertThat(group.getSeq()).isEqualTo(1);
        assertThat(group.getEpoch()).isEqualTo(1);
        assertThat(group.getHead()).isEqualTo(history.head().toByteArray());
        assertThat(group.getGroupContext()).isEqualTo(after.getGroupContext().toByteArray());
        assertThat(group.getTreeHash()).isEqualTo(after.getTreeHash().toByteArray());
        assertThat(group.getTreeSize()).isEqualTo(3);
        assertThat(group.getConfirmedTranscriptHash())
                .isEqualTo(after.getConfirmedTranscriptHash().toByteArray());
        assertThat(group.getConfirmationTag())
                .isEqualTo(after.getConfirmationTag().toByteArray());
        assertThat(text(group.getGroupInfo())).isEqualTo("GroupInfo 1");
        assertThat(group.getGroupInfoSeq()).isEqualTo(1);
        assertThat(group.getCreatedAt()).isEqualTo(1_000);
        assertThat(group.getUpdatedAt()).isEqualTo(1_001);
        assertThat(nodes()).isEqualTo(Map.of(0, "leaf of alice", 1, "parent", 2, "leaf of bob"));
        assertThat(members()).containsExactly("0 alice/phone key of alice at 1", "1 bob/laptop key of bob at 1");
    }

    @Test
    void a_removal_blanks_nodes_and_frees_the_leaf_for_another_one() {
        project(history.created(ALICE), history.added(BOB, 1, false), history.removed(BOB, 1));
        assertThat(nodes()).isEqualTo(Map.of(0, "leaf of alice"));
        assertThat(members()).containsExactly("0 alice/phone key of alice at 1");
        assertThat(group().getTreeSize()).isEqualTo(1);
        project(history.added(History.identity("carol", "tablet"), 1, false));
        assertThat(members()).containsExactly("0 alice/phone key of alice at 3", "1 carol/tablet key of carol at 3");
    }

    @Test
    void a_message_moves_the_head_and_nothing_else() {
        project(history.created(ALICE), history.proposed("one"));
        MlsGroupRecord before = group();
        project(history.said("sealed"));
        MlsGroupRecord group = group();
        assertThat(group.getSeq()).isEqualTo(2);
        assertThat(group.getHead()).isEqualTo(history.head().toByteArray());
        assertThat(group.getUpdatedAt()).isEqualTo(1_002);
        group.setSeq(before.getSeq());
        group.setHead(before.getHead());
        group.setUpdatedAt(before.getUpdatedAt());
        group.setLogOffset(before.getLogOffset());
        assertThat(group).isEqualTo(before);
        assertThat(proposals()).hasSize(1);
    }

    @Test
    void a_policy_replaces_the_one_before() {
        project(history.created(ALICE), history.policyChanged(9));
        assertThat(group().getPolicy()).isEqualTo(policy(9));
        project(history.policyChanged(11), history.said("sealed"));
        assertThat(group().getPolicy()).isEqualTo(policy(11));
        assertThat(group().getSeq()).isEqualTo(3);
    }

    @Test
    void a_reinit_names_the_group_that_may_follow() {
        project(history.created(ALICE), history.reinitialised("next group"));
        assertThat(text(group().getSuccessorGroupId())).isEqualTo("next group");
    }

    @Test
    void a_welcome_waits_for_its_recipient_under_an_id_that_everybody_can_compute() {
        project(history.created(ALICE), history.added(BOB, 1, false));
        var row = sql.selectFrom(WELCOME).fetchSingle();
        byte[] groupId = history.groupId().toByteArray();
        byte[] ref = octets("ref of bob").toByteArray();
        assertThat(row.getWelcomeId()).isEqualTo(GroupRows.welcomeId(groupId, 1, ref));
        assertThat(row.getGroupId()).isEqualTo(groupId);
        assertThat(row.getSeq()).isEqualTo(1);
        assertThat(row.getEpoch()).isEqualTo(1);
        assertThat(row.getAcceptedAt()).isEqualTo(1_001);
        assertThat(row.getKeyPackageRef()).isEqualTo(ref);
        assertThat(row.getUserId() + "/" + row.getClientId()).isEqualTo("bob/laptop");
        assertThat(text(row.getGroupSecrets())).contains("secrets of bob");
        var body = sql.selectFrom(WELCOME_BODY).fetchSingle();
        assertThat(text(body.getEncryptedGroupInfo())).isEqualTo("encrypted GroupInfo");
        assertThat(body.getCipherSuite()).isEqualTo(3);
    }

    @Test
    void a_welcome_whose_recipient_the_group_hides_names_the_key_package_only() {
        project(history.created(ALICE), history.added(BOB, 1, true));
        var row = sql.selectFrom(WELCOME).fetchSingle();
        assertThat(row.getUserId() + row.getClientId()).isEmpty();
        assertThat(text(row.getKeyPackageRef())).isEqualTo("ref of bob");
    }

    /// Each event in a batch of its own, behind what stands in the read model.
    private void project(GroupEvent... events) {
        replay.with(events).project(1);
    }

    private MlsGroupRecord group() {
        return sql.selectFrom(MLS_GROUP).fetchSingle();
    }

    private Map<Integer, String> nodes() {
        return sql.selectFrom(TREE_NODE).fetchMap(TREE_NODE.NODE_INDEX, row -> text(row.getNode()));
    }

    private List<String> members() {
        return sql.selectFrom(GROUP_MEMBER)
                .orderBy(GROUP_MEMBER.LEAF_INDEX)
                .fetch(row -> row.getLeafIndex() + " " + row.getUserId() + "/" + row.getClientId() + " "
                        + text(row.getSignatureKey()));
    }

    private List<String> proposals() {
        return sql.selectFrom(PENDING_PROPOSAL)
                .orderBy(PENDING_PROPOSAL.SEQ)
                .fetch(row -> row.getSeq() + " " + row.getEpoch() + " " + text(row.getProposalRef()) + " "
                        + text(row.getProposal()));
    }

    private static byte[] policy(int leavesMax) {
        return GroupPolicy.newBuilder().setLeavesMax(leavesMax).build().toByteArray();
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
