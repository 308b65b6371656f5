package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.mls.framing.Sender;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.SubmitCommit;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Clients that join by themselves (RFC 9420, section 12.4.3.2).
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ExternalJoinTest {
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");

    private static GroupPolicy open(Permission permission) {
        return GroupPolicy.newBuilder().setExternalJoin(permission).build();
    }

    @Test
    void anybody_may_join_where_the_policy_says_so() {
        Scene scene = Scene.createdBy(alice, open(Permission.PERMISSION_ANYBODY));

        GroupEvent event = scene.given(bob, bob.joinByItself(alice.groupInfo(true), Optional.empty()));

        assertThat(event.getCommitAccepted().getExternal()).isTrue();
        assertThat(event.getCommitAccepted().getCommitterLeaf()).isEqualTo(1);
        assertThat(event.getCommitAccepted().getWelcomeRecipientsList()).isEmpty();
        assertThat(event.getCommitAccepted().getAfter().getAddedList()).hasSize(1);
        alice.apply(event.getCommitAccepted().getCommit());
        assertThat(alice.epochAuthenticator()).isEqualTo(bob.epochAuthenticator());
    }

    @Test
    void nobody_may_join_by_default() {
        Scene scene = Scene.createdBy(alice);
        Refusal refusal = scene.refused(scene.command(bob, bob.joinByItself(alice.groupInfo(true), Optional.empty())));
        assertThat(refusal.getPolicyRefusal().getRule()).isEqualTo("external_join");
    }

    @Test
    void the_policy_comes_before_the_epoch_so_that_strangers_learn_nothing() {
        Scene scene = Scene.createdBy(alice);
        SubmitCommit forged = SubmitCommit.newBuilder()
                .setCommit(Forged.by(0, 9).from(new Sender.NewMemberCommit()).commit())
                .setGroupInfo(alice.groupInfo(true))
                .build();
        assertThat(scene.refused(scene.command(bob, forged)).hasPolicyRefusal()).isTrue();
    }

    @Test
    void the_new_leaf_must_be_the_caller() {
        Scene scene = Scene.createdBy(alice, open(Permission.PERMISSION_ANYBODY));
        SubmitCommit join = bob.joinByItself(alice.groupInfo(true), Optional.empty());
        LiveClient mallory = LiveClient.named("mallory/phone");
        assertThat(scene.refused(scene.command(mallory, join)).hasSenderMismatch())
                .isTrue();
    }

    @Test
    void a_member_may_replace_its_lost_leaf_where_members_may_join() {
        Scene scene = Scene.createdBy(alice, open(Permission.PERMISSION_MEMBERS));
        scene.givenAdded(alice, bob);
        LiveClient restored = LiveClient.named("bob/laptop");
        ByteString groupInfo = alice.groupInfo(true);

        Refusal twice = scene.refused(scene.command(restored, restored.joinByItself(groupInfo, Optional.empty())));
        LiveClient stranger = LiveClient.named("mallory/phone");
        Refusal refused = scene.refused(scene.command(stranger, stranger.joinByItself(groupInfo, Optional.of(1))));
        GroupEvent event = scene.given(restored, restored.joinByItself(groupInfo, Optional.of(1)));

        assertThat(twice.getCheckId()).isEqualTo("identity-unique");
        assertThat(refused.getPolicyRefusal().getRule()).isEqualTo("external_join");
        assertThat(event.getCommitAccepted().getAfter().getRemoved(0).getLeafIndex())
                .isEqualTo(1);
        assertThat(event.getCommitAccepted().getAfter().getAdded(0).getLeafIndex())
                .isEqualTo(1);
        assertThat(scene.state().hasMember(bob.identity())).isTrue();
    }

    @Test
    void a_joiner_can_not_remove_somebody_else() {
        Scene scene = Scene.createdBy(alice, open(Permission.PERMISSION_ANYBODY));
        LiveClient carol = LiveClient.named("carol/phone");
        scene.givenAdded(alice, carol);
        Refusal refusal = scene.refused(scene.command(bob, bob.joinByItself(alice.groupInfo(true), Optional.of(1))));
        assertThat(refusal.getCheckId()).isEqualTo("external-commit-remove");
    }

    @Test
    void a_full_group_takes_no_joiner() {
        Scene scene = Scene.createdBy(alice, open(Permission.PERMISSION_ANYBODY));
        scene.limits = scene.limits.withLeavesMax(1);
        Refusal refusal = scene.refused(scene.command(bob, bob.joinByItself(alice.groupInfo(true), Optional.empty())));
        assertThat(refusal.getTooLarge().getWhat()).isEqualTo("leaves");
    }
}
