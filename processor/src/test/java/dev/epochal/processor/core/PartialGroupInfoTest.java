package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.PartialGroupInfo;
import dev.epochal.mls.group.RatchetTreePresence;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.SubmitCommit;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Commits that bring only what the server can't know of the GroupInfo.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class PartialGroupInfoTest {
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient carol = LiveClient.named("carol/tablet");

    private static ByteString treeless(LiveClient.Staged staged) {
        return LiveClient.encoded(staged.next(), false);
    }

    private static PartialGroupInfo partial(ByteString message, RatchetTreePresence presence) {
        if (MlsMessage.parse(message.toByteArray()) instanceof MlsMessage.OfGroupInfo(GroupInfo groupInfo, Octets _)) {
            return new PartialGroupInfo(presence, groupInfo.extensions(), groupInfo.signature(), Octets.EMPTY);
        }
        throw new MalformedException(MalformedException.Reason.UNKNOWN_VALUE, "a GroupInfo", 0);
    }

    private static SubmitCommit with(LiveClient.Staged staged, PartialGroupInfo partial) {
        return staged.submission().toBuilder()
                .clearGroupInfo()
                .setPartialGroupInfo(Bytes.string(partial.encoded()))
                .build();
    }

    @Test
    void what_was_signed_stands_in_the_event() {
        Scene scene = Scene.of(alice, bob);
        LiveClient.Staged staged = alice.stage(List.of(LiveClient.add(carol)), true);
        PartialGroupInfo partial = partial(treeless(staged), RatchetTreePresence.REMOVED);

        CommitAccepted accepted =
                scene.given(scene.command(alice, with(staged, partial))).getCommitAccepted();

        assertThat(accepted.getGroupInfo()).isEqualTo(treeless(staged));
        assertThat(scene.state().epoch()).isEqualTo(alice.merge(staged).epoch());
        LiveClient.Staged external =
                carol.join(staged.submission().getWelcome()).stage(List.of(), true);
        PartialGroupInfo next = partial(treeless(external), RatchetTreePresence.NO_RATCHET_TREE);
        assertThat(scene.given(scene.command(carol, with(external, next)))
                        .getCommitAccepted()
                        .getGroupInfo())
                .isEqualTo(treeless(external));
    }

    @Test
    void a_signature_over_anything_else_is_refused() {
        Scene scene = Scene.of(alice, bob);
        LiveClient.Staged staged = alice.stage(List.of(), true);

        Refusal overTree = scene.refused(scene.command(
                alice, with(staged, partial(staged.submission().getGroupInfo(), RatchetTreePresence.NO_RATCHET_TREE))));
        Refusal another = scene.refused(scene.command(
                alice, with(staged, partial(alice.groupInfo(false), RatchetTreePresence.NO_RATCHET_TREE))));
        Refusal present = scene.refused(
                scene.command(alice, with(staged, partial(treeless(staged), RatchetTreePresence.PRESENT))));

        assertThat(List.of(overTree, another, present)).allMatch(Refusal::hasInvalidGroupInfo);
        assertThat(overTree.getCheckId()).isEqualTo(CheckId.GROUP_INFO_TREE.id());
        assertThat(another.getCheckId()).isEqualTo(CheckId.GROUP_INFO_SIGNATURE.id());
        assertThat(present.getCheckId()).isEqualTo(CheckId.GROUP_INFO_TREE.id());
    }

    @Test
    void garbage_two_forms_at_once_and_too_large_parts_are_refused() {
        Scene scene = Scene.of(alice, bob);
        LiveClient.Staged staged = alice.stage(List.of(), true);
        SubmitCommit whole = staged.submission();
        ByteString part = Bytes.string(
                partial(treeless(staged), RatchetTreePresence.REMOVED).encoded());
        ByteString huge = ByteString.copyFrom(new byte[4_000_000]);

        Refusal both = scene.refused(
                scene.command(alice, whole.toBuilder().setPartialGroupInfo(part).build()));
        Refusal garbage = scene.refused(scene.command(
                alice,
                whole.toBuilder()
                        .setPartialGroupInfo(ByteString.copyFromUtf8("garbage"))
                        .clearGroupInfo()
                        .build()));
        Refusal large = scene.refused(
                scene.command(alice, whole.toBuilder().setPartialGroupInfo(huge).build()));

        assertThat(both.hasInvalidGroupInfo()).isTrue();
        assertThat(garbage.hasMalformedMessage()).isTrue();
        assertThat(garbage.getDetail()).startsWith("The PartialGroupInfo");
        assertThat(large.getTooLarge().getWhat()).isEqualTo("partial_group_info");
    }

    @Test
    void sealed_handshakes_need_the_whole_group_info() {
        LiveClient sealing = LiveClient.named("alice/phone").sealing();
        Scene scene = new Scene();
        scene.given(sealing, Scene.creation(sealing, Handshakes.HANDSHAKES_PRIVATE));
        LiveClient.Staged staged = sealing.stage(List.of(LiveClient.add(carol)), true);

        Refusal refusal = scene.refused(
                scene.command(sealing, with(staged, partial(treeless(staged), RatchetTreePresence.REMOVED))));

        assertThat(refusal.hasInvalidGroupInfo()).isTrue();
        assertThat(refusal.getCheckId()).isEqualTo(CheckId.GROUP_INFO_TREE.id());
    }
}
