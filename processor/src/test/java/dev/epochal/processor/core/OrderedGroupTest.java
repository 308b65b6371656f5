package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.proposal.Add;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.SubmitCommit;
import dev.epochal.schema.record.WelcomeRecipient;
import java.util.List;
import org.bouncycastle.mls.codec.Proposal;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Groups whose handshakes are PrivateMessages: the server orders them and follows by the word of the signed GroupInfo.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class OrderedGroupTest {
    private final LiveClient alice = LiveClient.named("alice/phone").sealing();
    private final LiveClient bob = LiveClient.named("bob/laptop").sealing();
    private final LiveClient carol = LiveClient.named("carol/tablet").sealing();
    private final LiveClient dave = LiveClient.named("dave/tablet").sealing();

    private Scene group(GroupPolicy policy) {
        Scene scene = new Scene();
        scene.given(alice, Scene.creation(alice, Handshakes.HANDSHAKES_PRIVATE).setPolicy(policy));
        scene.givenAdded(alice, bob);
        return scene;
    }

    private Scene group() {
        return group(GroupPolicy.getDefaultInstance());
    }

    @Test
    void a_sealed_commit_leads_to_the_next_epoch() {
        Scene scene = group();

        CommitAccepted added = scene.events.getLast().getCommitAccepted();
        assertThat(added.hasCommitterLeaf()).isFalse();
        assertThat(added.getAfter().getAddedList()).hasSize(1);
        assertThat(added.getWelcomeRecipientsList())
                .extracting(WelcomeRecipient::getIdentity)
                .containsExactly(bob.identity());
        LiveClient.Staged update = bob.stage(List.of(), true);
        Decision<GroupEvent> decision = scene.when(scene.command(bob, update.submission()));
        GroupEvent event = ((Decision.Accepted<GroupEvent>) decision).event();
        assertThat(event.getCommitAccepted().getAfter().getUpdatedList()).hasSize(1);
        assertThat(decision.verdict().getGroupReceipt().getVerified()).isFalse();
        assertThat(decision.verdict().getGroupReceipt().getEpoch()).isEqualTo(2);
    }

    @Test
    void only_the_directory_knows_whose_ref_is_whose_when_several_come() {
        Scene scene = group();
        GroupEvent event = scene.givenAdded(alice, carol, dave);

        assertThat(event.getCommitAccepted().getAfter().getAddedList()).hasSize(2);
        assertThat(event.getCommitAccepted().getWelcomeRecipientsList())
                .hasSize(2)
                .allSatisfy(recipient -> {
                    assertThat(recipient.hasIdentity()).isFalse();
                    assertThat(recipient.getKeyPackageRef().size()).isEqualTo(32);
                });
    }

    @Test
    void proposals_are_kept_in_order() {
        Scene scene = group();
        GroupCommand proposal = scene.proposal(bob, bob.proposeUpdate());

        GroupEvent event = scene.given(proposal);

        assertThat(event.getProposalAccepted().getProposalRef().isEmpty()).isTrue();
        assertThat(event.getProposalAccepted().hasSenderLeaf()).isFalse();
        assertThat(scene.state().snapshot().pending()).hasSize(1);
        assertThat(scene.refused(scene.proposal(carol, Forged.by(1, 1).privateMessage(ContentType.PROPOSAL)))
                        .hasNotAMember())
                .isTrue();
        assertThat(scene.refused(scene.proposal(bob, Forged.by(1, 0).privateMessage(ContentType.PROPOSAL)))
                        .hasStaleEpoch())
                .isTrue();
    }

    @Test
    void handshakes_in_clear_do_not_belong_here() {
        Scene scene = group();
        SubmitCommit.Builder rest = SubmitCommit.newBuilder().setGroupInfo(alice.groupInfo(true));

        assertThat(scene.refused(scene.command(
                                alice, rest.setCommit(Forged.by(0, 1).commit()).build()))
                        .getWrongWireFormat()
                        .getWireFormat())
                .isEqualTo(1);
        assertThat(scene.refused(scene.proposal(alice, Forged.by(0, 1).proposal(add())))
                        .hasWrongWireFormat())
                .isTrue();
    }

    private Add add() {
        return new Add(Forged.keyPackage(carol.keyPackage()));
    }

    @Test
    void refuses_what_can_be_seen_to_be_wrong() {
        Scene scene = group();
        SubmitCommit real = alice.stage(List.of(LiveClient.add(carol)), true).submission();

        assertThat(refused(scene, carol, real).hasNotAMember()).isTrue();
        assertThat(refused(scene, alice, commit(real, 0)).hasStaleEpoch()).isTrue();
        assertThat(refused(scene, alice, commit(real, 2)).hasFutureEpoch()).isTrue();
        assertThat(refused(scene, bob, real).hasSenderMismatch()).isTrue();
        assertThat(refused(scene, alice, real.toBuilder().clearWelcome().build())
                        .hasWelcomeMismatch())
                .isTrue();
        SubmitCommit old = real.toBuilder().setGroupInfo(alice.groupInfo(true)).build();
        assertThat(refused(scene, alice, old).hasInvalidGroupInfo()).isTrue();
        SubmitCommit treeless = real.toBuilder()
                .setGroupInfo(Forged.changed(real.getGroupInfo(), Forged::withoutTree))
                .build();
        assertThat(refused(scene, alice, treeless).hasInvalidGroupInfo()).isTrue();
        SubmitCommit forged = real.toBuilder()
                .setGroupInfo(Forged.changed(
                        real.getGroupInfo(), info -> Forged.withTag(info, Bytes.octets(Scene.filled(4)))))
                .build();
        assertThat(refused(scene, alice, forged).hasInvalidGroupInfo()).isTrue();
        scene.limits = scene.limits.withLeavesMax(2);
        assertThat(refused(scene, alice, real).getTooLarge().getWhat()).isEqualTo("leaves");
    }

    private static SubmitCommit commit(SubmitCommit real, long epoch) {
        return real.toBuilder()
                .setCommit(Forged.by(0, epoch).privateMessage(ContentType.COMMIT))
                .build();
    }

    private static Refusal refused(Scene scene, LiveClient caller, SubmitCommit submission) {
        return scene.refused(scene.command(caller, submission));
    }

    @Test
    void the_policy_holds_as_far_as_the_tree_tells() {
        Scene scene = group(GroupPolicy.newBuilder()
                .setAdd(Permission.PERMISSION_ADMINISTRATORS)
                .setRemove(Permission.PERMISSION_ADMINISTRATORS)
                .build());
        scene.givenAdded(alice, dave);
        bob.apply(scene.events.getLast().getCommitAccepted().getCommit());

        assertThat(rule(scene, LiveClient.add(carol))).isEqualTo("add");
        assertThat(rule(scene, LiveClient.remove(0))).isEqualTo("remove");
    }

    private String rule(Scene scene, Proposal proposal) {
        return refused(scene, bob, bob.stage(List.of(proposal), true).submission())
                .getPolicyRefusal()
                .getRule();
    }
}
