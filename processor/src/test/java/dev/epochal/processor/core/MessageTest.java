package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Refusal.ReasonCase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Application messages: what can be checked of them.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class MessageTest {
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient mallory = LiveClient.named("mallory/phone");

    @Test
    void the_checks_come_in_this_order() {
        Scene scene = Scene.createdBy(
                alice,
                GroupPolicy.newBuilder()
                        .setSend(Permission.PERMISSION_ADMINISTRATORS)
                        .build());
        scene.givenAdded(alice, bob);
        int muchData = scene.limits.authenticatedDataBytesMax() + 1;
        Forged old = Forged.by(1, 0).withAuthenticatedData(muchData);

        List<ReasonCase> reasons = new ArrayList<>();
        reasons.add(reason(scene, mallory, ByteString.copyFrom(new byte[scene.limits.messageBytesMax() + 1])));
        reasons.add(reason(scene, mallory, ByteString.copyFrom(new byte[9])));
        reasons.add(reason(scene, mallory, old.forGroup("elsewhere").commit()));
        reasons.add(reason(scene, mallory, old.commit()));
        reasons.add(reason(scene, mallory, old.privateMessage(ContentType.COMMIT)));
        reasons.add(reason(scene, mallory, old.privateMessage(ContentType.APPLICATION)));
        reasons.add(reason(scene, mallory, Forged.by(1, 0).privateMessage(ContentType.APPLICATION)));
        reasons.add(reason(scene, bob, Forged.by(1, 0).privateMessage(ContentType.APPLICATION)));
        reasons.add(reason(scene, bob, Forged.by(1, 2).privateMessage(ContentType.APPLICATION)));
        reasons.add(reason(scene, bob, bob.message("hello")));

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
                        ReasonCase.FUTURE_EPOCH,
                        ReasonCase.POLICY_REFUSAL);
        scene.given(scene.message(alice, alice.message("hello")));
    }

    private static ReasonCase reason(Scene scene, LiveClient caller, ByteString message) {
        return scene.refused(scene.message(caller, message)).getReasonCase();
    }

    @Test
    void refuses_a_message_of_the_epoch_before_by_default() {
        Scene scene = Scene.of(alice, bob);
        ByteString late = bob.message("late");
        GroupEvent winner = scene.given(alice, alice.stage(List.of(), true).submission());

        Refusal refusal = scene.refused(scene.message(bob, late));

        assertThat(refusal.getStaleEpoch().getWinnerSeq())
                .isEqualTo(winner.getHeader().getSeq());
    }

    @Test
    void the_policy_may_let_messages_be_some_epochs_late() {
        Scene scene = Scene.createdBy(
                alice, GroupPolicy.newBuilder().setMessageEpochsBehindMax(1).build());
        scene.givenAdded(alice, bob);
        ByteString late = bob.message("late");
        ByteString later = bob.message("later");
        for (int i = 0; i < 2; i++) {
            LiveClient.Staged staged = alice.stage(List.of(), true);
            scene.given(alice, staged.submission());
            alice.merge(staged);
            if (i == 0) {
                GroupEvent event = scene.given(scene.message(bob, late));
                assertThat(event.getHeader().getEpochBefore()).isEqualTo(2);
            }
        }
        assertThat(scene.refused(scene.message(bob, later)).hasStaleEpoch()).isTrue();
    }
}
