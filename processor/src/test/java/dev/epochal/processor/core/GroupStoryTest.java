package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.GroupReceipt;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.Refusal;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// A group's life as far as nobody does anything wrong.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class GroupStoryTest {
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient carol = LiveClient.named("carol/tablet");

    @Test
    void a_group_begins_with_its_creator() {
        Scene scene = new Scene();
        Decision<GroupEvent> decision =
                scene.when(scene.command(alice, Scene.creation(alice, Handshakes.HANDSHAKES_PUBLIC)));

        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        GroupEvent event = ((Decision.Accepted<GroupEvent>) decision).event();
        assertThat(CanonicalHeader.isIntact(event)).isTrue();
        assertThat(event.getHeader().getSeq()).isZero();
        assertThat(event.getHeader().getPreviousHead()).isEqualTo(CanonicalHeader.BEGINNING);
        assertThat(event.getGroupCreated().getAfter().getTreeSize()).isEqualTo(1);
        assertThat(event.getGroupCreated().getAfter().getTreeDeltaList()).hasSize(1);
        assertThat(event.getGroupCreated().getAfter().getAddedList())
                .singleElement()
                .satisfies(member -> assertThat(member.getIdentity()).isEqualTo(alice.identity()));
        GroupPolicy policy = event.getGroupCreated().getPolicy();
        assertThat(policy.getAdd()).isEqualTo(Permission.PERMISSION_MEMBERS);
        assertThat(policy.getExternalJoin()).isEqualTo(Permission.PERMISSION_NOBODY);
        assertThat(policy.getAdministratorsList()).containsExactly(alice.identity());
        GroupReceipt receipt = decision.verdict().getGroupReceipt();
        assertThat(receipt.getHead()).isEqualTo(event.getHeader().getLeafHash());
        assertThat(receipt.getPosition()).isEqualTo(event.getHeader().getCommand());
        assertThat(receipt.getVerified()).isTrue();
        assertThat(receipt.getReplayed()).isFalse();
        assertThat(decision.verdict().getDecidedAtMs()).isEqualTo(scene.now);
        assertThat(decision.verdict().getGroupId()).isEqualTo(Scene.groupId());
    }

    @Test
    void a_commit_adds_a_member_and_names_whom_the_welcome_is_for() {
        Scene scene = Scene.createdBy(alice);

        GroupEvent event = scene.givenAdded(alice, bob);

        CommitAccepted commit = event.getCommitAccepted();
        assertThat(event.getHeader().getEpochBefore()).isZero();
        assertThat(event.getHeader().getEpochAfter()).isEqualTo(1);
        assertThat(event.getHeader().getPreviousHead())
                .isEqualTo(scene.events.getFirst().getHeader().getLeafHash());
        assertThat(commit.getCommitterLeaf()).isZero();
        assertThat(commit.getExternal()).isFalse();
        assertThat(commit.getWelcomeRecipientsList())
                .singleElement()
                .satisfies(recipient -> assertThat(recipient.getIdentity()).isEqualTo(bob.identity()));
        assertThat(commit.getAfter().getAddedList())
                .singleElement()
                .satisfies(member -> assertThat(member.getLeafIndex()).isEqualTo(1));
        assertThat(commit.getAfter().getTreeSize()).isEqualTo(3);
        assertThat(bob.epochAuthenticator()).isEqualTo(alice.epochAuthenticator());
    }

    @Test
    void two_members_race_and_the_loser_learns_who_won() {
        Scene scene = Scene.of(alice, bob);
        LiveClient.Staged ofAlice = alice.stage(List.of(), true);
        LiveClient.Staged ofBob = bob.stage(List.of(LiveClient.add(carol)), true);

        GroupEvent won = scene.given(alice, ofAlice.submission());
        Refusal lost = scene.refused(scene.command(bob, ofBob.submission()));

        assertThat(lost.getStaleEpoch().getSubmittedEpoch()).isEqualTo(1);
        assertThat(lost.getStaleEpoch().getCurrentEpoch()).isEqualTo(2);
        assertThat(lost.getStaleEpoch().getHeadSeq()).isEqualTo(won.getHeader().getSeq());
        assertThat(lost.getStaleEpoch().getWinnerSeq())
                .isEqualTo(won.getHeader().getSeq());
        alice.merge(ofAlice);
        bob.apply(ofAlice.submission().getCommit());
        scene.givenAdded(bob, carol);
        alice.apply(scene.events.getLast().getCommitAccepted().getCommit());
        assertThat(carol.epochAuthenticator()).isEqualTo(alice.epochAuthenticator());
    }

    @Test
    void a_commit_covers_proposals_that_were_sent_before() {
        Scene scene = Scene.of(alice, bob);
        ByteString update = bob.proposeUpdate();
        ByteString add = bob.proposeAdd(carol);

        GroupEvent proposed = scene.given(scene.proposal(bob, update));
        scene.given(scene.proposal(bob, add));
        assertThat(proposed.getProposalAccepted().getSenderLeaf()).isEqualTo(1);
        assertThat(proposed.getProposalAccepted().getProposalRef().size()).isEqualTo(32);
        assertThat(scene.state().snapshot().pending()).hasSize(2);
        alice.apply(update).apply(add);
        LiveClient.Staged staged = alice.stage(List.of(), true);
        GroupEvent committed = scene.given(alice, staged.submission());

        assertThat(scene.state().snapshot().pending()).isEmpty();
        assertThat(committed.getCommitAccepted().getAfter().getUpdatedList()).hasSize(2);
        assertThat(committed.getCommitAccepted().getWelcomeRecipientsList()).hasSize(1);
    }

    @Test
    void the_receipt_of_a_proposal_names_its_ref() {
        Scene scene = Scene.of(alice, bob);

        Decision<GroupEvent> decision = scene.when(scene.proposal(bob, bob.proposeUpdate()));

        GroupEvent event = ((Decision.Accepted<GroupEvent>) decision).event();
        assertThat(decision.verdict().getGroupReceipt().getProposalRef())
                .isEqualTo(event.getProposalAccepted().getProposalRef());
    }

    @Test
    void a_member_is_removed() {
        Scene scene = Scene.of(alice, bob, carol);
        LiveClient.Staged staged = alice.stage(List.of(LiveClient.remove(1)), true);

        GroupEvent event = scene.given(alice, staged.submission());

        assertThat(event.getCommitAccepted().getAfter().getRemovedList())
                .singleElement()
                .satisfies(member -> assertThat(member.getIdentity()).isEqualTo(bob.identity()));
        assertThat(scene.refused(scene.message(bob, bob.message("too late"))).hasNotAMember())
                .isTrue();
    }

    @Test
    void messages_flow_between_members() {
        Scene scene = Scene.of(alice, bob);
        ByteString hello = alice.message("hello");

        GroupEvent event = scene.given(scene.message(alice, hello));

        assertThat(event.getMessageAccepted().getMessage()).isEqualTo(hello);
        assertThat(event.getHeader().getEpochBefore()).isEqualTo(1);
        assertThat(event.getHeader().getEpochAfter()).isEqualTo(1);
        assertThat(bob.open(hello)).isEqualTo("hello");
    }

    @Test
    void a_reinit_closes_the_group() {
        Scene scene = Scene.of(alice, bob);
        LiveClient.Staged staged = alice.stageReInit("the successor");

        GroupEvent event = scene.given(alice, staged.submission());

        assertThat(event.getCommitAccepted().getSuccessorGroupId().toStringUtf8())
                .isEqualTo("the successor");
        Refusal refusal = scene.refused(scene.message(alice, alice.message("more")));
        assertThat(refusal.getGroupFrozen().getSuccessorGroupId().toStringUtf8())
                .isEqualTo("the successor");
    }
}
