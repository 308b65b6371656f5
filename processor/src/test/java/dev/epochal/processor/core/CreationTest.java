package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.CreateGroup;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Refusal.ReasonCase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Each way in which a new group is refused.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class CreationTest {
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final Scene scene = new Scene();

    private CreateGroup.Builder creation() {
        return Scene.creation(alice, Handshakes.HANDSHAKES_PUBLIC);
    }

    private Refusal refused(LiveClient caller, CreateGroup.Builder body) {
        return scene.refused(scene.command(caller, body));
    }

    @Test
    void the_checks_come_in_this_order() {
        CreateGroup.Builder body = creation();
        ByteString right = body.getGroupInfo();
        body.setHandshakes(Handshakes.HANDSHAKES_UNSPECIFIED)
                .setPolicy(GroupPolicy.newBuilder().setAdd(Permission.PERMISSION_ANYBODY))
                .setGroupInfo(ByteString.copyFrom(new byte[scene.limits.groupInfoBytesMax() + 1]));
        LiveClient elsewhere = LiveClient.named("alice/phone").create("elsewhere");

        List<ReasonCase> reasons = new ArrayList<>();
        GroupCommand longId = scene.command(bob, body).toBuilder()
                .setGroupId(ByteString.copyFrom(new byte[256]))
                .build();
        Refusal tooLarge = scene.refused(longId);
        reasons.add(tooLarge.getReasonCase());
        assertThat(tooLarge.getTooLarge().getWhat()).isEqualTo("group_id");
        reasons.add(refused(bob, body).getReasonCase());
        body.setGroupInfo(ByteString.copyFromUtf8("garbage"));
        GroupCommand noId = scene.command(bob, body).toBuilder().clearGroupId().build();
        assertThat(scene.refused(noId).getDetail()).contains("id is empty");
        assertThat(refused(bob, body).getDetail()).contains("handshakes");
        body.setHandshakes(Handshakes.HANDSHAKES_PUBLIC);
        assertThat(refused(bob, body).getDetail()).contains("policy");
        body.clearPolicy();
        reasons.add(refused(bob, body).getReasonCase());
        body.setGroupInfo(elsewhere.groupInfo(false));
        reasons.add(refused(bob, body).getReasonCase());
        body.setGroupInfo(alice.groupInfo(false));
        reasons.add(refused(bob, body).getReasonCase());
        body.setGroupInfo(right);
        reasons.add(refused(bob, body).getReasonCase());
        scene.given(alice, body);
        reasons.add(refused(bob, body).getReasonCase());

        assertThat(reasons)
                .containsExactly(
                        ReasonCase.TOO_LARGE,
                        ReasonCase.TOO_LARGE,
                        ReasonCase.MALFORMED_MESSAGE,
                        ReasonCase.GROUP_MISMATCH,
                        ReasonCase.INVALID_GROUP_INFO,
                        ReasonCase.SENDER_MISMATCH,
                        ReasonCase.GROUP_EXISTS);
    }

    @Test
    void refuses_a_group_that_exists_whoever_asks() {
        scene.given(alice, creation());
        assertThat(refused(alice, creation()).hasGroupExists()).isTrue();
    }

    @Test
    void refuses_a_group_that_did_not_begin_here() {
        creation();
        alice.merge(alice.stage(List.of(LiveClient.add(bob)), false));
        Refusal refusal = refused(alice, CreateGroup.newBuilder(creation(alice.groupInfo(true))));
        assertThat(refusal.hasInvalidGroupInfo()).isTrue();
        assertThat(refusal.getDetail()).contains("epoch 0");
    }

    private static CreateGroup creation(ByteString groupInfo) {
        return CreateGroup.newBuilder()
                .setGroupInfo(groupInfo)
                .setLogId(Scene.filled(7))
                .setHandshakes(Handshakes.HANDSHAKES_PUBLIC)
                .build();
    }

    @Test
    void refuses_a_forged_group_info() {
        CreateGroup.Builder body = creation();
        body.setGroupInfo(
                Forged.changed(body.getGroupInfo(), info -> Forged.withTag(info, Bytes.octets(Scene.filled(1)))));
        assertThat(refused(alice, body).hasInvalidGroupInfo()).isTrue();
    }

    @Test
    void refuses_something_else_than_a_group_info() {
        assertThat(refused(alice, creation().setGroupInfo(alice.keyPackage())).hasInvalidGroupInfo())
                .isTrue();
    }

    @Test
    void refuses_a_creator_without_an_identity() {
        LiveClient nobody = LiveClient.named("nobody");
        CreateGroup.Builder body = Scene.creation(nobody, Handshakes.HANDSHAKES_PUBLIC);
        assertThat(refused(alice, body).getCheckId()).isEqualTo("credential-valid");
    }

    @Test
    void refuses_policies_that_can_not_be_kept() {
        Identity noClient = Identity.newBuilder().setUser("alice").build();
        GroupPolicy.Builder many = GroupPolicy.newBuilder();
        for (int i = 0; i <= scene.limits.administratorsMax(); i++) {
            many.addAdministrators(alice.identity());
        }

        assertThat(refused(alice, creation().setPolicy(GroupPolicy.newBuilder().setSendValue(77)))
                        .hasMalformedMessage())
                .isTrue();
        assertThat(refused(alice, creation().setPolicy(GroupPolicy.newBuilder().addAdministrators(noClient)))
                        .hasMalformedMessage())
                .isTrue();
        assertThat(refused(alice, creation().setPolicy(many)).getTooLarge().getWhat())
                .isEqualTo("administrators");
    }

    @Test
    void a_group_may_begin_with_sealed_handshakes() {
        scene.given(alice, Scene.creation(alice, Handshakes.HANDSHAKES_PRIVATE));
        assertThat(scene.state().snapshot().handshakes()).isEqualTo(Handshakes.HANDSHAKES_PRIVATE_VALUE);
    }
}
