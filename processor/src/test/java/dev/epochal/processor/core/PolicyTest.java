package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.Refusal;
import java.util.List;
import org.bouncycastle.mls.codec.Proposal;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// What a group's policy allows, and who may change it.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class PolicyTest {
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient bobsPhone = LiveClient.named("bob/phone");
    private final LiveClient carol = LiveClient.named("carol/tablet");

    private static final GroupPolicy STRICT = GroupPolicy.newBuilder()
            .setAdd(Permission.PERMISSION_ADMINISTRATORS)
            .setRemove(Permission.PERMISSION_ADMINISTRATORS)
            .setChangeGroup(Permission.PERMISSION_ADMINISTRATORS)
            .build();

    private Scene strictGroup() {
        Scene scene = Scene.createdBy(alice, STRICT);
        scene.givenAdded(alice, bob, bobsPhone);
        return scene;
    }

    private static Refusal refused(Scene scene, LiveClient caller, Proposal... proposals) {
        return scene.refused(
                scene.command(caller, caller.stage(List.of(proposals), true).submission()));
    }

    @Test
    void each_rule_refuses_by_its_name() {
        Scene scene = strictGroup();

        assertThat(refused(scene, bob, LiveClient.add(carol)).getPolicyRefusal().getRule())
                .isEqualTo("add");
        assertThat(refused(scene, bob, LiveClient.remove(0)).getPolicyRefusal().getRule())
                .isEqualTo("remove");
        assertThat(refused(scene, bob, LiveClient.noExtensions())
                        .getPolicyRefusal()
                        .getRule())
                .isEqualTo("change_group");
        Refusal reInit =
                scene.refused(scene.command(bob, bob.stageReInit("successor").submission()));
        assertThat(reInit.getPolicyRefusal().getRule()).isEqualTo("change_group");
    }

    @Test
    void administrators_may_do_what_the_rules_grant_them() {
        Scene scene = strictGroup();
        scene.given(
                alice,
                alice.stage(List.of(LiveClient.add(carol), LiveClient.remove(1)), true)
                        .submission());
        assertThat(scene.state().hasMember(bob.identity())).isFalse();
    }

    @Test
    void nobody_means_not_even_administrators() {
        Scene scene = Scene.createdBy(
                alice,
                GroupPolicy.newBuilder().setAdd(Permission.PERMISSION_NOBODY).build());
        Refusal refusal = scene.refused(scene.command(
                alice, alice.stage(List.of(LiveClient.add(carol)), false).submission()));
        assertThat(refusal.getPolicyRefusal().getRule()).isEqualTo("add");
    }

    @Test
    void a_client_may_always_remove_and_add_clients_of_its_own_user() {
        Scene scene = strictGroup();
        LiveClient.Staged removal = bob.stage(List.of(LiveClient.remove(2)), true);
        scene.given(bob, removal.submission());
        bob.merge(removal);

        scene.givenAdded(bob, LiveClient.named("bob/watch"));
    }

    @Test
    void an_update_is_always_allowed() {
        Scene scene = strictGroup();
        scene.given(bob, bob.stage(List.of(), true).submission());
    }

    @Test
    void an_administrator_replaces_the_policy() {
        Scene scene = strictGroup();
        GroupPolicy open = GroupPolicy.newBuilder()
                .addAdministrators(alice.identity())
                .addAdministrators(bob.identity())
                .build();

        GroupEvent event = scene.given(scene.command(alice, open));

        GroupPolicy inForce = event.getPolicyChanged().getPolicy();
        assertThat(inForce.getAdd()).isEqualTo(Permission.PERMISSION_MEMBERS);
        assertThat(inForce.getAdministratorsList()).containsExactly(alice.identity(), bob.identity());
        assertThat(scene.state().policy()).isEqualTo(inForce);
        scene.givenAdded(bob, carol);
        scene.given(scene.command(bob, STRICT));
        assertThat(scene.state().policy().getAdministratorsList()).containsExactly(bob.identity());
    }

    @Test
    void refuses_a_change_by_others() {
        Scene scene = strictGroup();
        GroupPolicy open = GroupPolicy.getDefaultInstance();

        assertThat(scene.refused(scene.command(bob, open)).getPolicyRefusal().getRule())
                .isEqualTo("administrators");
        assertThat(scene.refused(scene.command(carol, open)).hasNotAMember()).isTrue();
        GroupPolicy wrong =
                GroupPolicy.newBuilder().setAdd(Permission.PERMISSION_ANYBODY).build();
        assertThat(scene.refused(scene.command(alice, wrong)).hasMalformedMessage())
                .isTrue();
    }

    @Test
    void a_frozen_group_keeps_its_policy() {
        Scene scene = strictGroup();
        scene.given(alice, alice.stageReInit("successor").submission());
        assertThat(scene.refused(scene.command(alice, GroupPolicy.getDefaultInstance()))
                        .hasGroupFrozen())
                .isTrue();
    }

    @Test
    void an_administrator_who_was_removed_is_none() {
        Scene scene = strictGroup();
        scene.given(scene.command(
                alice,
                GroupPolicy.newBuilder().addAdministrators(bob.identity()).build()));
        scene.given(alice, alice.stage(List.of(LiveClient.remove(1)), true).submission());
        assertThat(scene.refused(scene.command(bob, STRICT)).hasNotAMember()).isTrue();
    }
}
