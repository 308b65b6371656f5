package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.mls.commit.ProposalOrRef;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Refusal.ReasonCase;
import dev.epochal.schema.record.SubmitCommit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Each way in which a Commit is refused, and what comes first when several things are wrong.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class CommitRefusalTest {
    private static final Sender CREATOR = new Sender.Member(0);

    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient carol = LiveClient.named("carol/tablet");
    private final LiveClient mallory = LiveClient.named("mallory/phone");

    /// Alice and Bob; only administrators may add, and Bob is none.
    private Scene strictGroup() {
        GroupPolicy policy = GroupPolicy.newBuilder()
                .setAdd(Permission.PERMISSION_ADMINISTRATORS)
                .setLeavesMax(3)
                .build();
        Scene scene = Scene.createdBy(alice, policy);
        scene.givenAdded(alice, bob);
        return scene;
    }

    private static SubmitCommit commit(ByteString commit, SubmitCommit rest) {
        return rest.toBuilder().setCommit(commit).build();
    }

    @Test
    void the_checks_come_in_this_order() {
        Scene scene = strictGroup();
        SubmitCommit real = bob.stage(List.of(LiveClient.add(carol)), true).submission();
        // What goes with the Commit is wrong as well, until it is next.
        SubmitCommit rest = SubmitCommit.newBuilder()
                .setWelcome(alice.stage(List.of(LiveClient.add(mallory)), true)
                        .submission()
                        .getWelcome())
                .setGroupInfo(alice.groupInfo(true))
                .build();
        Forged old = Forged.by(0, 0);
        Forged now = Forged.by(0, 1);

        List<ReasonCase> reasons = new ArrayList<>();
        var tooLarge = ByteString.copyFrom(new byte[scene.limits.handshakeBytesMax() + 1]);
        reasons.add(reason(scene, mallory, commit(tooLarge, rest)));
        reasons.add(reason(scene, mallory, commit(ByteString.copyFrom(new byte[9]), rest)));
        var elsewhere = old.forGroup("elsewhere").privateMessage(ContentType.APPLICATION);
        reasons.add(reason(scene, mallory, commit(elsewhere, rest)));
        reasons.add(reason(scene, mallory, commit(old.privateMessage(ContentType.APPLICATION), rest)));
        var muchData = scene.limits.authenticatedDataBytesMax() + 1;
        reasons.add(reason(
                scene, mallory, commit(old.withAuthenticatedData(muchData).proposal(new Remove(7)), rest)));
        reasons.add(reason(
                scene, mallory, commit(old.withAuthenticatedData(muchData).commit(Forged.unknownRef()), rest)));
        reasons.add(reason(scene, mallory, commit(old.commit(Forged.unknownRef()), rest)));
        reasons.add(reason(scene, bob, commit(old.commit(Forged.unknownRef()), rest)));
        reasons.add(reason(scene, bob, commit(now.commit(Forged.unknownRef()), rest)));
        Forged byBob = now.from(new Sender.Member(1));
        reasons.add(reason(
                scene, bob, commit(byBob.commit(Forged.unknownRef(), Forged.add(carol), Forged.add(mallory)), rest)));
        reasons.add(reason(scene, bob, commit(byBob.commit(Forged.add(carol), Forged.add(mallory)), rest)));
        reasons.add(reason(scene, bob, commit(byBob.commit(Forged.add(carol)), rest)));
        reasons.add(reason(scene, bob, commit(real.getCommit(), rest)));
        reasons.add(reason(
                scene, bob, real.toBuilder().setWelcome(rest.getWelcome()).build()));
        reasons.add(reason(scene, bob, real));

        assertThat(reasons)
                .containsExactly(
                        ReasonCase.TOO_LARGE,
                        ReasonCase.MALFORMED_MESSAGE,
                        ReasonCase.GROUP_MISMATCH,
                        ReasonCase.WRONG_WIRE_FORMAT,
                        ReasonCase.WRONG_CONTENT_TYPE,
                        ReasonCase.TOO_LARGE,
                        ReasonCase.NOT_A_MEMBER,
                        ReasonCase.STALE_EPOCH,
                        ReasonCase.SENDER_MISMATCH,
                        ReasonCase.UNKNOWN_PROPOSAL,
                        ReasonCase.TOO_LARGE,
                        ReasonCase.INVALID_MESSAGE,
                        ReasonCase.INVALID_GROUP_INFO,
                        ReasonCase.WELCOME_MISMATCH,
                        ReasonCase.POLICY_REFUSAL);
    }

    private static ReasonCase reason(Scene scene, LiveClient caller, SubmitCommit submission) {
        return scene.refused(scene.command(caller, submission)).getReasonCase();
    }

    private static Refusal refused(Scene scene, LiveClient caller, SubmitCommit submission) {
        return scene.refused(scene.command(caller, submission));
    }

    @Test
    void refuses_a_commit_for_an_unknown_group() {
        alice.create(Scene.GROUP);
        Refusal refusal = refused(new Scene(), alice, commit(Forged.by(0, 0).commit(), submission(alice)));
        assertThat(refusal.hasUnknownGroup()).isTrue();
    }

    private static SubmitCommit submission(LiveClient client) {
        return SubmitCommit.newBuilder().setGroupInfo(client.groupInfo(true)).build();
    }

    @Test
    void refuses_too_large_parts_by_name() {
        Scene scene = Scene.of(alice, bob);
        SubmitCommit real = alice.stage(List.of(), true).submission();
        ByteString huge = ByteString.copyFrom(new byte[4_000_000]);

        Refusal welcome =
                refused(scene, alice, real.toBuilder().setWelcome(huge).build());
        Refusal groupInfo =
                refused(scene, alice, real.toBuilder().setGroupInfo(huge).build());

        assertThat(welcome.getTooLarge().getWhat()).isEqualTo("welcome");
        assertThat(groupInfo.getTooLarge().getWhat()).isEqualTo("group_info");
        assertThat(groupInfo.getTooLarge().getSize()).isEqualTo(4_000_000);
        assertThat(groupInfo.getTooLarge().getLimit()).isEqualTo(scene.limits.groupInfoBytesMax());
    }

    @Test
    void names_the_part_that_is_malformed() {
        Scene scene = Scene.of(alice, bob);
        SubmitCommit real = alice.stage(List.of(), true).submission();
        ByteString garbage = ByteString.copyFromUtf8("garbage");

        Refusal welcome =
                refused(scene, alice, real.toBuilder().setWelcome(garbage).build());
        Refusal groupInfo =
                refused(scene, alice, real.toBuilder().setGroupInfo(garbage).build());

        assertThat(welcome.hasMalformedMessage()).isTrue();
        assertThat(welcome.getDetail()).startsWith("The Welcome");
        assertThat(groupInfo.hasMalformedMessage()).isTrue();
        assertThat(groupInfo.getDetail()).startsWith("The GroupInfo");
    }

    @Test
    void refuses_other_messages_in_the_place_of_welcome_and_group_info() {
        Scene scene = Scene.of(alice, bob);
        SubmitCommit real = alice.stage(List.of(), true).submission();

        assertThat(refused(
                                scene,
                                alice,
                                real.toBuilder().setWelcome(real.getGroupInfo()).build())
                        .hasWelcomeMismatch())
                .isTrue();
        assertThat(refused(
                                scene,
                                alice,
                                real.toBuilder().setGroupInfo(real.getCommit()).build())
                        .hasInvalidGroupInfo())
                .isTrue();
        assertThat(refused(scene, alice, real.toBuilder().clearGroupInfo().build())
                        .hasInvalidGroupInfo())
                .isTrue();
        assertThat(refused(scene, alice, commit(real.getGroupInfo(), real))
                        .getWrongWireFormat()
                        .getWireFormat())
                .isEqualTo(4);
    }

    @Test
    void refuses_a_commit_for_an_epoch_to_come() {
        Scene scene = Scene.of(alice, bob);
        Refusal refusal = refused(scene, alice, commit(Forged.by(0, 5).commit(), submission(alice)));
        assertThat(refusal.getFutureEpoch().getSubmittedEpoch()).isEqualTo(5);
        assertThat(refusal.getFutureEpoch().getCurrentEpoch()).isEqualTo(1);
        assertThat(refusal.getRfc()).isEqualTo("RFC 9420 §12.4.2");
    }

    @Test
    void epochs_are_unsigned() {
        Scene scene = Scene.of(alice, bob);
        Refusal refusal = refused(scene, alice, commit(Forged.by(0, -1).commit(), submission(alice)));
        assertThat(refusal.hasFutureEpoch()).isTrue();
        assertThat(refusal.getDetail()).contains("18446744073709551615");
    }

    @Test
    void names_the_proposals_that_are_missing() {
        Scene scene = Scene.of(alice, bob);
        bob.apply(alice.proposeUpdate());
        Refusal refusal = refused(scene, bob, bob.stage(List.of(), true).submission());
        assertThat(refusal.getUnknownProposal().getMissingList()).hasSize(1);
        assertThat(refusal.getRfc()).isEqualTo("RFC 9420 §12.4");
    }

    @Test
    void a_proposal_of_an_earlier_epoch_is_unknown() {
        Scene scene = Scene.of(alice, bob);
        ByteString update = alice.proposeUpdate();
        ByteString ref =
                scene.given(scene.proposal(alice, update)).getProposalAccepted().getProposalRef();
        LiveClient.Staged staged = bob.stage(List.of(), true);
        scene.given(bob, staged.submission());
        bob.merge(staged);

        ByteString late = Forged.by(1, 2).commit(new ProposalOrRef.ByReference(Bytes.octets(ref)));
        Refusal refusal = refused(scene, bob, commit(late, submission(bob)));

        assertThat(refusal.getUnknownProposal().getMissingList()).containsExactly(ref);
    }

    @Test
    void names_the_check_that_a_commit_fails() {
        Scene scene = Scene.of(alice, bob);
        Refusal refusal =
                refused(scene, alice, commit(Forged.by(0, 1).from(CREATOR).commit(), submission(alice)));
        assertThat(refusal.getCheckId()).isEqualTo("message-signature");
        assertThat(refusal.getRfc()).isEqualTo("RFC 9420 §6.1");
    }

    @Test
    void refuses_a_commit_from_outside_that_is_no_external_commit() {
        Scene scene = Scene.of(alice, bob);
        Refusal refusal = refused(
                scene,
                alice,
                commit(Forged.by(0, 1).from(new Sender.External(0)).commit(), submission(alice)));
        assertThat(refusal.getCheckId()).isEqualTo("sender-content");
    }

    @Test
    void refuses_a_sender_beyond_the_tree() {
        Scene scene = Scene.of(alice, bob);
        Refusal refusal = refused(scene, alice, commit(Forged.by(77, 1).commit(), submission(alice)));
        assertThat(refusal.getCheckId()).isEqualTo("sender-member");
    }

    @Test
    void refuses_a_group_info_that_another_member_signed() {
        Scene scene = Scene.of(alice, bob);
        LiveClient.Staged staged = alice.stage(List.of(), true);
        bob.apply(staged.submission().getCommit());
        Refusal refusal = refused(
                scene,
                alice,
                staged.submission().toBuilder()
                        .setGroupInfo(bob.groupInfo(true))
                        .build());
        assertThat(refusal.hasInvalidGroupInfo()).isTrue();
    }

    @Test
    void refuses_each_change_of_the_group_info() {
        Scene scene = Scene.of(alice, bob);
        SubmitCommit real = alice.stage(List.of(), true).submission();

        var tag = Bytes.octets(Scene.filled(4));
        var otherTag = Forged.changed(real.getGroupInfo(), info -> Forged.withTag(info, tag));
        var otherContext = Forged.changed(
                real.getGroupInfo(),
                info -> Forged.withContext(
                        info,
                        context -> context.at(
                                context.epoch(), tag, context.confirmedTranscriptHash(), context.extensions())));
        var unsigned = Forged.changed(real.getGroupInfo(), Forged::withoutTree);

        for (ByteString groupInfo : List.of(otherTag, otherContext, unsigned)) {
            assertThat(refused(
                                    scene,
                                    alice,
                                    real.toBuilder().setGroupInfo(groupInfo).build())
                            .hasInvalidGroupInfo())
                    .isTrue();
        }
    }

    @Test
    void the_group_info_may_come_without_the_tree() {
        Scene scene = Scene.of(alice, bob);
        LiveClient.Staged staged = alice.stage(List.of(), true);
        alice.merge(staged);

        scene.given(
                alice,
                staged.submission().toBuilder()
                        .setGroupInfo(alice.groupInfo(false))
                        .build());

        assertThat(scene.state().epoch()).isEqualTo(2);
    }

    @Test
    void refuses_an_add_without_its_welcome_and_a_welcome_without_its_add() {
        Scene scene = Scene.of(alice, bob);
        SubmitCommit adding = alice.stage(List.of(LiveClient.add(carol)), true).submission();
        SubmitCommit idle = alice.stage(List.of(), true).submission();

        assertThat(refused(scene, alice, adding.toBuilder().clearWelcome().build())
                        .hasWelcomeMismatch())
                .isTrue();
        assertThat(refused(
                                scene,
                                alice,
                                idle.toBuilder().setWelcome(adding.getWelcome()).build())
                        .hasWelcomeMismatch())
                .isTrue();
    }

    @Test
    void refuses_more_members_than_the_server_allows() {
        Scene scene = Scene.of(alice, bob);
        scene.limits = scene.limits.withLeavesMax(2);
        SubmitCommit adding = alice.stage(List.of(LiveClient.add(carol)), true).submission();

        Refusal refusal = refused(scene, alice, adding);

        assertThat(refusal.getTooLarge().getWhat()).isEqualTo("leaves");
        assertThat(refusal.getTooLarge().getSize()).isEqualTo(3);
        assertThat(refusal.getTooLarge().getLimit()).isEqualTo(2);
    }

    @Test
    void one_may_come_when_another_goes() {
        Scene scene = Scene.of(alice, bob);
        scene.limits = scene.limits.withLeavesMax(2);
        LiveClient.Staged staged = alice.stage(List.of(LiveClient.remove(1), LiveClient.add(carol)), true);

        scene.given(alice, staged.submission());

        assertThat(scene.state().hasMember(carol.identity())).isTrue();
        assertThat(scene.state().hasMember(bob.identity())).isFalse();
    }

    @Test
    void refuses_a_member_whose_identity_is_not_user_slash_client() {
        Scene scene = Scene.of(alice, bob);
        for (String name : List.of("nobody", "/phone", "user/", "a/b/c", "user/line\nbreak", "u".repeat(256) + "/c")) {
            LiveClient odd = LiveClient.named(name);
            Refusal refusal = refused(
                    scene,
                    alice,
                    alice.stage(List.of(LiveClient.add(odd)), true).submission());
            assertThat(refusal.getCheckId()).as(name).isEqualTo("credential-valid");
        }
    }

    @Test
    void a_frozen_group_says_so_before_the_epoch_and_after_the_membership() {
        Scene scene = Scene.of(alice, bob);
        scene.given(alice, alice.stageReInit("successor").submission());

        Refusal ofMember = refused(scene, bob, commit(Forged.by(1, 0).commit(), submission(bob)));
        Refusal ofStranger = refused(scene, mallory, commit(Forged.by(1, 0).commit(), submission(bob)));

        assertThat(ofMember.hasGroupFrozen()).isTrue();
        assertThat(ofStranger.hasNotAMember()).isTrue();
    }

    @Test
    void an_expired_key_package_is_judged_by_the_time_of_the_log() {
        Scene scene = Scene.of(alice, bob);
        LiveClient shortLived = carol.withKeyPackageFor(600);
        SubmitCommit adding =
                alice.stage(List.of(LiveClient.add(shortLived)), true).submission();

        scene.now += 601_000;
        assertThat(refused(scene, alice, adding).getCheckId()).isEqualTo("leaf-lifetime");
        scene.now -= 2_000;
        scene.given(alice, adding);
    }
}
