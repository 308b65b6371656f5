package dev.epochal.mls.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.proposal.SelfRemove;
import dev.epochal.mls.tree.Member;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FollowingTest {
    @Test
    void staging_leaves_the_group_as_it_was() {
        PaperGroup group = PaperGroup.ofFour();
        PublicGroup before = group.state;
        StagedCommit staged = group.stage(group.commit(1).with(new Remove(3))).orThrow();
        assertThat(group.state).isSameAs(before);
        assertThat(before.memberCount()).isEqualTo(4);
        assertThat(staged.after().memberCount()).isEqualTo(3);
        assertThat(staged.after().context().epoch()).isEqualTo(before.context().epoch() + 1);
    }

    @Test
    void tells_who_comes_goes_and_changes() {
        PaperGroup group = PaperGroup.ofFour();
        VerifiedProposal update = group.verified(2, group.update(2, _ -> {}));
        StagedCommit staged = group.stage(group.commit(1)
                        .covering(update)
                        .with(new Remove(3), new Add(group.client("erin").keyPackage())))
                .orThrow();
        assertThat(staged.roster().removed()).extracting(Member::leafIndex).containsExactly(3);
        assertThat(staged.roster().added()).extracting(Member::leafIndex).containsExactly(3);
        assertThat(staged.roster().updated())
                .extracting(RosterChange.Updated::leafIndex)
                .containsExactly(2, 1);
        assertThat(staged.committer()).isEqualTo(1);
        assertThat(staged.external()).isFalse();
        assertThat(staged.addedKeyPackageRefs()).hasSize(1);
        assertThat(staged.proposals()).hasSize(3);
    }

    @Test
    void follows_an_external_commit_that_replaces_the_joiners_old_self() {
        PaperGroup group = PaperGroup.ofFour();
        PaperClient again = group.at(2);
        VerifiedProposal leaving = group.verified(3, new SelfRemove());
        StagedCommit staged = group.stage(group.join(again).with(new Remove(2)).covering(leaving))
                .orThrow();
        assertThat(staged.external()).isTrue();
        assertThat(staged.committer()).isEqualTo(2);
        assertThat(staged.after().memberCount()).isEqualTo(3);
        assertThat(staged.roster().removed()).extracting(Member::leafIndex).containsExactlyInAnyOrder(2, 3);
        assertThat(staged.roster().added()).extracting(Member::leafIndex).containsExactly(2);
    }

    @Test
    void extends_and_truncates_the_tree() {
        PaperGroup group = PaperGroup.ofFour();
        group.accept(group.commit(0).with(new Add(group.client("fifth").keyPackage())));
        assertThat(group.state.leafCount()).isEqualTo(8);
        StagedCommit staged = group.stage(group.commit(0).with(new Remove(4))).orThrow();
        assertThat(staged.after().leafCount()).isEqualTo(4);
        assertThat(staged.treeDelta().leafCount()).isEqualTo(4);
        assertThat(staged.treeDelta().nodes()).containsEntry(8, Optional.empty());
    }

    /// A full tree of eight, one with blank nodes at its end, within and above unmerged leaves, and the restored one
    /// each.
    @Test
    void keeps_the_indexes_and_the_encoding_that_a_tree_has_that_is_read_anew() {
        PaperGroup group = PaperGroup.ofFour();
        assertReadAnew(group.state);
        group.accept(group.commit(0).with(new Add(group.client("fifth").keyPackage())));
        assertReadAnew(group.state);
        group.accept(group.commit(4));
        assertReadAnew(group.state);
        group.accept(group.commit(4).with(new Remove(1), new Remove(2)));
        assertReadAnew(group.state);
        group.accept(group.commit(3)
                .with(
                        new Add(group.client("sixth").keyPackage()),
                        new Add(group.client("seventh").keyPackage()),
                        new Add(group.client("eighth").keyPackage())));
        assertReadAnew(group.state);
        group.accept(group.commit(3).with(new Remove(5), new Remove(4)));
        assertReadAnew(group.state);
    }

    private static void assertReadAnew(PublicGroup group) {
        RatchetTree tree = group.ratchetTree();
        assertThat(group.tree().encoded()).isEqualTo(tree.encoded());
        PublicGroup anew = PublicGroup.restore(group.context(), tree, group.confirmationTag(), Optional.empty())
                .orThrow();
        assertThat(group.tree().tallies().credentialsInUse())
                .isEqualTo(anew.tree().tallies().credentialsInUse());
        for (Tallies.Kind kind : Tallies.Kind.values()) {
            for (int code = 0; code < 16; code++) {
                assertThat(group.tree().tallies().supporters(kind, code))
                        .isEqualTo(anew.tree().tallies().supporters(kind, code));
            }
        }
        assertThat(group.tree().encryptionKeys().size())
                .isEqualTo(anew.tree().encryptionKeys().size());
        group.members()
                .forEach(member -> assertThat(group.leafIndexOf(
                                member.leafNode().signatureKey().octets()))
                        .contains(member.leafIndex()));
    }

    @Test
    void restores_what_it_followed() {
        PaperGroup group = PaperGroup.ofFour();
        PublicGroup restored = PublicGroup.restore(
                        group.state.context(),
                        group.state.ratchetTree(),
                        group.state.confirmationTag(),
                        Optional.empty())
                .orThrow();
        assertThat(restored.interimTranscriptHash()).isEqualTo(group.state.interimTranscriptHash());
        assertThat(restored.leafIndexOf(group.at(2).key().publicKey().octets())).contains(2);
        group.state = restored;
        group.accept(group.commit(3));
        assertThat(group.state.members()).hasSize(4);
    }

    @Test
    void joins_by_what_it_followed() {
        PaperGroup group = PaperGroup.ofFour();
        group.accept(group.commit(0).with(new Add(group.client("unmerged").keyPackage())));
        group.accept(group.commit(3));
        assertThat(group.observer.join(group.groupInfo(Extensions.NONE, 1), group.state.ratchetTree()))
                .isInstanceOf(Checked.Passed.class);
        assertThat(group.state
                        .groupInfo(
                                Extensions.NONE,
                                1,
                                group.groupInfo(Extensions.NONE, 1).signature())
                        .bytes())
                .isEqualTo(group.groupInfo(Extensions.NONE, 1).bytes());
        assertThat(group.state.blindSpots()).isEqualTo(List.of());
    }

    @Test
    void goes_on_by_a_members_word_where_commits_can_not_be_read() {
        PaperGroup group = PaperGroup.ofFour();
        StagedCommit staged = group.stage(group.commit(1)
                        .with(new Remove(3), new Add(group.client("erin").keyPackage())))
                .orThrow();
        PublicGroup before = group.state;
        group.state = staged.after();
        PublicGroup told = group.observer
                .advance(before, group.groupInfo(Extensions.NONE, 2), group.state.ratchetTree())
                .orThrow();
        assertThat(told.context()).isEqualTo(group.state.context());
        assertThat(TreeDelta.between(before, told)).isEqualTo(staged.treeDelta());
        assertThat(RosterChange.between(before, told)).isEqualTo(staged.roster());
        PaperGroup.assertRefused(
                group.observer.advance(group.state, group.groupInfo(Extensions.NONE, 2), group.state.ratchetTree()),
                CheckId.MESSAGE_EPOCH);
        PaperGroup other = PaperGroup.ofFour();
        PaperGroup.assertRefused(
                other.observer.advance(before, other.groupInfo(Extensions.NONE, 2), group.state.ratchetTree()),
                CheckId.MESSAGE_EPOCH);
    }
}
