package dev.epochal.api.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.api.group.CommitStanding.Failure;
import dev.epochal.api.group.CommitStanding.State;
import dev.epochal.projections.read.CommitOutline;
import dev.epochal.projections.read.ReportReads.MemberReport;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.CopathSubtree;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A Commit by leaf 0 of eight, into epoch 5: its copath is node 2 (leaf 1), node 5 (leaves 2 and 3), and node 11
/// (leaves 4 to 7), which is blank, so that node 9 and leaf 6 (node 12) get a ciphertext each; leaf 7 joins by it.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CommitStandingTest {
    private static final long EPOCH = 5;
    private static final ByteString HASH = ByteString.copyFromUtf8("transcript");
    private static final GroupEvent COMMIT = GroupEvent.newBuilder()
            .setHeader(EventHeader.newBuilder().setEpochBefore(EPOCH - 1).setEpochAfter(EPOCH))
            .setCommitAccepted(CommitAccepted.newBuilder()
                    .setCommitterLeaf(0)
                    .setAfter(GroupStateAfter.newBuilder().setConfirmedTranscriptHash(HASH))
                    .addCopath(CopathSubtree.newBuilder()
                            .setNodeIndex(11)
                            .addReceivers(9)
                            .addReceivers(12))
                    .addCopath(CopathSubtree.newBuilder().setNodeIndex(5))
                    .addCopath(CopathSubtree.newBuilder().setNodeIndex(2)))
            .build();

    private final List<MemberReport> reports = new ArrayList<>();

    @Test
    void is_settled_once_one_member_of_each_subtree_has_applied_it() {
        assertState(State.UNSETTLED);
        applied(1, EPOCH);
        applied(3, EPOCH);
        assertThat(standing().awaited()).containsExactly(11);
        assertState(State.UNSETTLED);
        applied(5, EPOCH);
        assertState(State.SETTLED);
        assertThat(standing().awaited()).isEmpty();
    }

    @Test
    void who_has_applied_a_later_commit_has_applied_this_one() {
        applied(1, EPOCH + 3);
        applied(2, EPOCH + 1);
        applied(6, EPOCH + 9);
        assertState(State.SETTLED);
    }

    @Test
    void the_committer_and_those_who_join_by_it_prove_nothing() {
        applied(0, EPOCH);
        report(7, "user 7", EPOCH, EPOCH, true, HASH);
        report(4, "user 4", EPOCH + 1, EPOCH + 1, true, HASH);
        assertThat(standing().awaited()).containsExactly(11, 5, 2);
    }

    @Test
    void is_suspect_once_a_member_has_failed_and_names_the_subtree() {
        applied(1, EPOCH);
        applied(6, EPOCH);
        failed(3);
        assertState(State.SUSPECT);
        assertThat(standing().failures()).extracting(Failure::subtree).containsExactly(Optional.of(5));
    }

    @Test
    void is_disputed_once_as_many_users_have_failed_as_the_policy_asks_for() {
        failed(2);
        report(3, "user 2", 1, EPOCH, false, HASH);
        assertState(State.SUSPECT);
        failed(1);
        assertState(State.DISPUTED);
        assertThat(standing().state(3, _ -> true)).isEqualTo(State.SUSPECT);
        assertThat(standing().state(1, failure -> failure.report().leafIndex() == 1))
                .isEqualTo(State.DISPUTED);
    }

    @Test
    void a_failure_is_contradicted_by_who_got_the_same_ciphertext_only() {
        failed(2);
        failed(4);
        applied(3, EPOCH);
        applied(6, EPOCH);
        assertThat(standing().failures())
                .extracting(Failure::contradicted)
                .as("leaf 3 has node 5's key as leaf 2 has; leaf 6 has another one than leaf 4")
                .containsExactly(true, false);
        assertState(State.SUSPECT);
        applied(5, EPOCH);
        applied(1, EPOCH);
        assertState(State.SETTLED);
        assertThat(standing().failures()).as("false reports stay visible").hasSize(2);
    }

    @Test
    void who_has_caught_up_has_not_failed() {
        failed(3);
        applied(3, EPOCH + 1);
        assertThat(standing().failures()).isEmpty();
    }

    @Test
    void who_has_applied_another_commit_has_not_applied_this_one() {
        report(3, "user 3", 1, EPOCH, true, ByteString.copyFromUtf8("another transcript"));
        assertState(State.SUSPECT);
        assertThat(standing().failures()).hasSize(1);
    }

    @Test
    void is_suspect_where_members_came_to_different_secrets() {
        applied(1, EPOCH);
        assertThat(standing().isDivided()).isFalse();
        reports.add(new MemberReport(
                2, identity("user 2"), 1, true, EPOCH, 9, true, HASH, ByteString.copyFromUtf8("another secret")));
        assertThat(standing().isDivided()).isTrue();
        assertState(State.SUSPECT);
    }

    private CommitStanding standing() {
        return new CommitStanding(CommitOutline.of(COMMIT), reports);
    }

    private void assertState(State state) {
        assertThat(standing().state(0, _ -> true)).isEqualTo(state);
    }

    private void applied(int leaf, long epoch) {
        report(leaf, "user " + leaf, 1, epoch, true, HASH);
    }

    private void failed(int leaf) {
        report(leaf, "user " + leaf, 1, EPOCH, false, HASH);
    }

    private void report(int leaf, String user, long since, long epoch, boolean applied, ByteString hash) {
        var secret = applied ? ByteString.copyFromUtf8("secret of " + epoch) : ByteString.EMPTY;
        reports.add(new MemberReport(leaf, identity(user), since, true, epoch, reports.size(), applied, hash, secret));
    }

    private static Identity identity(String user) {
        return Identity.newBuilder().setUser(user).setClient("phone").build();
    }
}
