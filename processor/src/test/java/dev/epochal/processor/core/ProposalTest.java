package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.schema.record.CreateGroup;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Refusal.ReasonCase;
import dev.epochal.schema.record.StaleEpoch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Proposals that are sent by themselves: who may, how many, and what is refused first.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ProposalTest {
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient carol = LiveClient.named("carol/tablet");
    private final LiveClient dave = LiveClient.named("dave/phone");

    @Test
    void the_checks_come_in_this_order() {
        Scene scene = Scene.of(alice, bob);
        scene.limits = limitsOf(1, 1);
        scene.given(scene.proposal(bob, bob.proposeUpdate()));
        int muchData = scene.limits.authenticatedDataBytesMax() + 1;
        Forged old = Forged.by(0, 0);

        List<ReasonCase> reasons = new ArrayList<>();
        reasons.add(reason(scene, carol, ByteString.copyFrom(new byte[scene.limits.handshakeBytesMax() + 1])));
        reasons.add(reason(scene, carol, ByteString.copyFrom(new byte[9])));
        reasons.add(reason(scene, carol, carol.keyPackage()));
        reasons.add(reason(scene, carol, old.forGroup("elsewhere").privateMessage(ContentType.APPLICATION)));
        reasons.add(reason(scene, carol, old.privateMessage(ContentType.APPLICATION)));
        reasons.add(reason(scene, carol, old.withAuthenticatedData(muchData).commit()));
        reasons.add(reason(scene, carol, old.withAuthenticatedData(muchData).proposal(new Remove(7))));
        reasons.add(reason(scene, carol, old.proposal(new Remove(7))));
        reasons.add(reason(scene, bob, old.proposal(new Remove(7))));
        reasons.add(reason(scene, bob, Forged.by(0, 1).proposal(new Remove(7))));
        reasons.add(reason(scene, bob, Forged.by(1, 1).proposal(new Remove(7))));
        scene.limits = Limits.standard();
        reasons.add(reason(scene, bob, Forged.by(1, 1).proposal(new Remove(7))));

        assertThat(reasons)
                .containsExactly(
                        ReasonCase.TOO_LARGE,
                        ReasonCase.MALFORMED_MESSAGE,
                        ReasonCase.WRONG_WIRE_FORMAT,
                        ReasonCase.GROUP_MISMATCH,
                        ReasonCase.WRONG_WIRE_FORMAT,
                        ReasonCase.WRONG_CONTENT_TYPE,
                        ReasonCase.TOO_LARGE,
                        ReasonCase.NOT_A_MEMBER,
                        ReasonCase.STALE_EPOCH,
                        ReasonCase.SENDER_MISMATCH,
                        ReasonCase.PENDING_PROPOSALS_FULL,
                        ReasonCase.INVALID_MESSAGE);
    }

    private static ReasonCase reason(Scene scene, LiveClient caller, ByteString proposal) {
        return scene.refused(scene.proposal(caller, proposal)).getReasonCase();
    }

    private static Limits limitsOf(int pendingMax, int ofClientMax) {
        Limits all = Limits.standard();
        return new Limits(
                all.groupIdBytesMax(),
                all.handshakeBytesMax(),
                all.messageBytesMax(),
                all.groupInfoBytesMax(),
                all.welcomeBytesMax(),
                all.authenticatedDataBytesMax(),
                all.leavesMax(),
                pendingMax,
                ofClientMax,
                all.reportBytesMax(),
                all.reportsOfClientMax(),
                all.administratorsMax(),
                all.lifetimeDaysMax(),
                all.directory());
    }

    @Test
    void a_client_may_only_fill_its_share_of_an_epoch() {
        Scene scene = Scene.of(alice, bob);
        scene.limits = limitsOf(3, 2);
        scene.given(scene.proposal(bob, bob.proposeUpdate()));
        scene.given(scene.proposal(bob, bob.proposeAdd(carol)));

        Refusal ofBob = scene.refused(scene.proposal(bob, bob.proposeAdd(LiveClient.named("dave/phone"))));
        scene.given(scene.proposal(alice, alice.proposeUpdate()));
        Refusal ofAlice = scene.refused(scene.proposal(alice, alice.proposeAdd(carol)));

        assertThat(ofBob.getPendingProposalsFull().getLimit()).isEqualTo(2);
        assertThat(ofAlice.getPendingProposalsFull().getLimit()).isEqualTo(3);
    }

    @Test
    void a_commit_makes_room_for_new_proposals() {
        Scene scene = Scene.of(alice, bob);
        scene.limits = limitsOf(1, 1);
        ByteString update = bob.proposeUpdate();
        scene.given(scene.proposal(bob, update));
        LiveClient.Staged staged = alice.apply(update).stage(List.of(), true);
        scene.given(alice, staged.submission());

        bob.apply(staged.submission().getCommit());
        scene.given(scene.proposal(bob, bob.proposeUpdate()));
    }

    @Test
    void the_policy_can_lower_the_number_of_proposals() {
        Scene scene = Scene.createdBy(
                alice, GroupPolicy.newBuilder().setPendingProposalsMax(1).build());
        scene.givenAdded(alice, bob);
        scene.given(scene.proposal(bob, bob.proposeUpdate()));
        assertThat(scene.refused(scene.proposal(alice, alice.proposeUpdate()))
                        .getPendingProposalsFull()
                        .getLimit())
                .isEqualTo(1);
    }

    @Test
    void the_same_proposal_with_another_membership_tag_is_a_duplicate() {
        Scene scene = Scene.of(alice, bob);
        ByteString update = bob.proposeUpdate();
        GroupEvent first = scene.given(scene.proposal(bob, update));

        Refusal refusal = scene.refused(scene.proposal(bob, withTag(update, Scene.filled(6))));

        assertThat(refusal.getDuplicateMessage().getSeq())
                .isEqualTo(first.getHeader().getSeq());
    }

    private static ByteString withTag(ByteString message, ByteString tag) {
        if (MlsMessage.parse(message.toByteArray())
                instanceof MlsMessage.OfPublicMessage(PublicMessage parsed, Octets _)) {
            Writer writer = new Writer().u16(1).raw(parsed.authenticated().bytes());
            return Bytes.string(writer.opaque(Bytes.octets(tag)).toOctets());
        }
        throw new AssertionError("no PublicMessage");
    }

    @Test
    void a_newcomer_may_propose_itself_where_anybody_may_join() {
        Scene scene = Scene.createdBy(
                alice,
                GroupPolicy.newBuilder()
                        .setExternalJoin(Permission.PERMISSION_ANYBODY)
                        .build());
        ByteString proposal = carol.proposeItself(Scene.groupId(), 0);

        assertThat(scene.refused(scene.proposal(bob, proposal)).hasSenderMismatch())
                .isTrue();
        GroupEvent event = scene.given(scene.proposal(carol, proposal));
        assertThat(event.getProposalAccepted().hasSenderLeaf()).isFalse();

        LiveClient.Staged staged = alice.apply(proposal).stage(List.of(), false);
        GroupEvent committed = scene.given(alice, staged.submission());
        assertThat(committed.getCommitAccepted().getWelcomeRecipients(0).getIdentity())
                .isEqualTo(carol.identity());
    }

    @Test
    void a_newcomer_may_not_propose_itself_by_default() {
        Scene scene = Scene.createdBy(alice);
        Refusal refusal = scene.refused(scene.proposal(carol, carol.proposeItself(Scene.groupId(), 0)));
        assertThat(refusal.getPolicyRefusal().getRule()).isEqualTo("external_join");
    }

    @Test
    void a_newcomer_can_not_propose_anything_else() {
        Scene scene = Scene.createdBy(
                alice,
                GroupPolicy.newBuilder()
                        .setExternalJoin(Permission.PERMISSION_ANYBODY)
                        .build());
        ByteString forged = Forged.by(0, 0).from(new Sender.NewMemberProposal()).proposal(new Remove(0));
        assertThat(scene.refused(scene.proposal(carol, forged)).getCheckId()).isEqualTo("sender-content");
    }

    @Test
    void an_external_sender_may_propose_by_its_signature_alone() {
        LiveClient service = LiveClient.named("service/bot");
        Scene scene = listing(service, GroupPolicy.getDefaultInstance());
        scene.givenAdded(alice, dave);

        ByteString proposal = service.proposeFromOutside(Scene.groupId(), 1, LiveClient.add(bob));
        GroupEvent event = scene.given(scene.proposal(service, proposal));
        ByteString forged = carol.proposeFromOutside(Scene.groupId(), 1, LiveClient.add(bob));
        Refusal ofMember = scene.refused(scene.proposal(dave, forged));

        assertThat(event.getProposalAccepted().hasSenderLeaf()).isFalse();
        assertThat(ofMember.getCheckId()).isEqualTo("message-signature");
    }

    @Test
    void who_only_calls_itself_an_external_sender_learns_of_no_group_and_no_epoch() {
        LiveClient service = LiveClient.named("service/bot");
        Scene listing = listing(service, GroupPolicy.getDefaultInstance());
        Scene listingNobody = Scene.of(alice, bob);

        for (long epoch : List.of(0L, 7L)) {
            ByteString forged = carol.proposeFromOutside(Scene.groupId(), epoch, LiveClient.add(bob));
            assertThat(listing.refused(listing.proposal(carol, forged)).hasNotAMember())
                    .isTrue();
            assertThat(listingNobody
                            .refused(listingNobody.proposal(carol, forged))
                            .hasNotAMember())
                    .isTrue();
        }
    }

    /// A group of Alice that takes proposals of a service from outside.
    private Scene listing(LiveClient service, GroupPolicy policy) {
        Scene scene = new Scene();
        alice.create(Scene.GROUP, service.asExternalSender());
        scene.given(
                alice,
                CreateGroup.newBuilder()
                        .setGroupInfo(alice.groupInfo(true))
                        .setLogId(Scene.filled(7))
                        .setHandshakes(Handshakes.HANDSHAKES_PUBLIC)
                        .setPolicy(policy));
        return scene;
    }

    @Test
    void who_proposes_for_an_old_epoch_from_outside_is_not_taken_for_a_member_that_was() {
        LiveClient service = LiveClient.named("service/bot");
        Scene scene = listing(
                service,
                GroupPolicy.newBuilder()
                        .setExternalJoin(Permission.PERMISSION_ANYBODY)
                        .build());
        scene.givenAdded(alice, bob);

        assertThat(stale(scene, carol, carol.proposeItself(Scene.groupId(), 0)).getFromOutside())
                .isTrue();
        assertThat(stale(scene, service, service.proposeFromOutside(Scene.groupId(), 0, LiveClient.add(carol)))
                        .getFromOutside())
                .isTrue();
        assertThat(stale(scene, bob, Forged.by(0, 1).proposal(new Remove(0))).getFromOutside())
                .isFalse();
    }

    private static StaleEpoch stale(Scene scene, LiveClient caller, ByteString proposal) {
        return scene.refused(scene.proposal(caller, proposal)).getStaleEpoch();
    }

    @Test
    void refuses_an_add_of_somebody_without_an_identity() {
        Scene scene = Scene.of(alice, bob);
        Refusal refusal = scene.refused(scene.proposal(bob, bob.proposeAdd(LiveClient.named("nobody"))));
        assertThat(refusal.getCheckId()).isEqualTo("credential-valid");
    }

    @Test
    void refuses_a_forged_proposal_of_a_member() {
        Scene scene = Scene.of(alice, bob);
        ByteString forged = Forged.by(1, 1).proposal(new Add(Forged.keyPackage(carol.keyPackage())));
        assertThat(scene.refused(scene.proposal(bob, forged)).getCheckId()).isEqualTo("message-signature");
    }
}
