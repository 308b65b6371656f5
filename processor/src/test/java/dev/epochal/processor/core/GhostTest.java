package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.SubmitCommit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// A leaf belongs to the client that has registered its signature key, whatever name stands in it.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class GhostTest {
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient ghost = LiveClient.named("carol/phone");

    private static void assertGhost(Refusal refusal, LiveClient client) {
        assertThat(refusal.hasUnregisteredSignatureKey()).as(refusal.toString()).isTrue();
        assertThat(refusal.getUnregisteredSignatureKey().getIdentity()).isEqualTo(client.identity());
        assertThat(refusal.getCheckId()).isEqualTo("credential-valid");
    }

    @Test
    void a_member_can_not_add_a_client_that_is_not_there() {
        Scene scene = Scene.of(alice, bob);
        scene.registry.forget(ghost);

        LiveClient.Staged byValue = bob.stage(List.of(LiveClient.add(ghost)), false);

        assertGhost(scene.refused(scene.command(bob, byValue.submission())), ghost);
        assertGhost(scene.refused(scene.proposal(bob, bob.proposeAdd(ghost))), ghost);
    }

    @Test
    void an_add_that_was_proposed_before_the_client_went_is_committed_all_the_same() {
        Scene scene = Scene.of(alice, bob);
        var proposal = bob.proposeAdd(ghost);
        scene.given(scene.proposal(bob, proposal));
        scene.registry.forget(ghost);
        alice.apply(proposal);

        LiveClient.Staged staged = alice.stage(List.of(), false);

        assertThat(scene.given(alice, staged.submission())
                        .getCommitAccepted()
                        .getAfter()
                        .getAddedList())
                .hasSize(1);
    }

    @Test
    void a_member_renews_its_leaf_with_a_registered_key_only() {
        Scene scene = Scene.of(alice, bob);
        scene.registry.forget(bob);

        LiveClient.Staged renewal = bob.stage(List.of(), true);

        assertGhost(scene.refused(scene.command(bob, renewal.submission())), bob);
        assertGhost(scene.refused(scene.proposal(bob, bob.proposeUpdate())), bob);
    }

    @Test
    void nobody_founds_a_group_under_a_name_that_is_not_its_own() {
        Scene scene = new Scene();
        scene.registry.forget(ghost);

        assertGhost(scene.refused(scene.command(ghost, Scene.creation(ghost, Handshakes.HANDSHAKES_PUBLIC))), ghost);
    }

    @Test
    void nobody_joins_from_outside_under_a_name_that_is_not_its_own() {
        Scene scene = Scene.createdBy(
                alice,
                GroupPolicy.newBuilder()
                        .setExternalJoin(Permission.PERMISSION_ANYBODY)
                        .build());
        scene.registry.forget(ghost);

        SubmitCommit join = ghost.joinByItself(alice.groupInfo(true), Optional.empty());

        assertGhost(scene.refused(scene.command(ghost, join)), ghost);
    }

    @Test
    void a_sealed_commit_can_not_hide_a_ghost() {
        Scene scene = new Scene();
        scene.given(alice, Scene.creation(alice.sealing(), Handshakes.HANDSHAKES_PRIVATE));
        scene.registry.forget(ghost);

        LiveClient.Staged staged = alice.stage(List.of(LiveClient.add(ghost)), false);

        assertGhost(scene.refused(scene.command(alice, staged.submission())), ghost);
    }
}
