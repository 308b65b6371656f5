package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.framing.ContentType;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.GroupReceipt;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Permission;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Submissions that come twice.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class RepeatTest {
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient mallory = LiveClient.named("mallory/phone");

    private static void assertFirstReceipt(GroupReceipt receipt, GroupEvent event) {
        assertThat(receipt.getReplayed()).isTrue();
        assertThat(receipt.getSeq()).isEqualTo(event.getHeader().getSeq());
        assertThat(receipt.getEpoch()).isEqualTo(event.getHeader().getEpochAfter());
        assertThat(receipt.getHead()).isEqualTo(event.getHeader().getLeafHash());
        assertThat(receipt.getPosition()).isEqualTo(event.getHeader().getCommand());
        assertThat(receipt.getAcceptedAtMs()).isEqualTo(event.getHeader().getAcceptedAtMs());
        assertThat(receipt.getProposalRef())
                .isEqualTo(event.getProposalAccepted().getProposalRef());
        assertThat(receipt.getVerified()).isTrue();
    }

    @Test
    void every_kind_of_command_gets_its_first_receipt_again() {
        Scene scene = new Scene();
        GroupCommand creation = scene.command(alice, Scene.creation(alice, Handshakes.HANDSHAKES_PUBLIC));
        GroupEvent created = scene.given(creation);
        LiveClient.Staged staged = alice.stage(List.of(LiveClient.add(bob)), false);
        GroupCommand commit = scene.command(alice, staged.submission());
        GroupEvent committed = scene.given(commit);
        alice.merge(staged);
        bob.join(staged.submission().getWelcome());
        GroupCommand proposal = scene.proposal(bob, bob.proposeUpdate());
        GroupEvent proposed = scene.given(proposal);
        GroupCommand message = scene.message(bob, bob.message("hello"));
        GroupEvent sent = scene.given(message);
        GroupCommand policy =
                scene.command(alice, GroupPolicy.newBuilder().setLeavesMax(9).build());
        GroupEvent changed = scene.given(policy);
        scene.now += 60_000;

        assertFirstReceipt(scene.repeated(creation), created);
        assertFirstReceipt(scene.repeated(commit), committed);
        assertFirstReceipt(scene.repeated(proposal), proposed);
        assertFirstReceipt(scene.repeated(message), sent);
        assertFirstReceipt(scene.repeated(policy), changed);
    }

    @Test
    void the_first_receipt_comes_before_every_other_check() {
        Scene scene = Scene.of(alice, bob);
        GroupCommand message = scene.message(bob, bob.message("hello"));
        GroupEvent sent = scene.given(message);
        scene.given(alice, alice.stageReInit("successor").submission());
        scene.limits = scene.limits.withLeavesMax(1);

        assertFirstReceipt(scene.repeated(message), sent);
    }

    @Test
    void the_same_bytes_under_another_key_get_the_first_receipt() {
        Scene scene = Scene.of(alice, bob);
        GroupCommand message = Scene.withKey(scene.message(bob, bob.message("hello")), 1);
        GroupEvent sent = scene.given(message);

        assertFirstReceipt(scene.repeated(Scene.withKey(message, 2)), sent);
    }

    @Test
    void refuses_a_key_that_was_used_for_something_else() {
        Scene scene = Scene.of(alice, bob);
        scene.given(Scene.withKey(scene.message(bob, bob.message("one")), 1));

        GroupCommand other = Scene.withKey(scene.message(bob, bob.message("two")), 1);

        assertThat(scene.refused(other).hasIdempotencyKeyReused()).isTrue();
    }

    @Test
    void refuses_a_key_that_was_used_for_something_else_even_if_that_was_accepted_before() {
        Scene scene = Scene.of(alice, bob);
        GroupCommand one = Scene.withKey(scene.message(bob, bob.message("one")), 1);
        scene.given(one);
        scene.given(Scene.withKey(scene.message(bob, bob.message("two")), 2));

        assertThat(scene.refused(Scene.withKey(one, 2)).hasIdempotencyKeyReused())
                .isTrue();
    }

    @Test
    void another_member_with_the_same_bytes_is_told_that_they_are_known() {
        Scene scene = Scene.of(alice, bob);
        GroupCommand message = scene.message(bob, bob.message("hello"));
        GroupEvent sent = scene.given(message);
        GroupCommand stolen =
                message.toBuilder().setSubmittedBy(alice.identity()).build();

        assertThat(scene.refused(stolen).getDuplicateMessage().getSeq())
                .isEqualTo(sent.getHeader().getSeq());
        assertThat(scene.refused(Scene.withKey(stolen, 3)).hasDuplicateMessage())
                .isTrue();
    }

    @Test
    void a_stranger_with_the_same_bytes_learns_nothing() {
        Scene scene = Scene.of(alice, bob);
        GroupCommand message = scene.message(bob, bob.message("hello"));
        scene.given(message);
        GroupCommand stolen =
                message.toBuilder().setSubmittedBy(mallory.identity()).build();

        assertThat(scene.refused(stolen).hasNotAMember()).isTrue();
    }

    @Test
    void what_the_memory_has_lost_is_told_by_the_shell() {
        Scene scene = Scene.of(alice, bob);
        GroupCommand message = Scene.withKey(scene.message(bob, bob.message("hello")), 1);
        GroupEvent sent = scene.given(message);
        scene.state = scene.state.map(RepeatTest::forgetful);

        assertThat(scene.state().recallsEverySubmission()).isFalse();
        scene.earlier = List.of(EarlierEvent.of(sent));
        assertFirstReceipt(scene.repeated(message), sent);
        assertFirstReceipt(scene.repeated(Scene.withKey(message, 2)), sent);
        GroupCommand other = Scene.withKey(scene.message(bob, bob.message("other")), 1);
        assertThat(scene.refused(other).hasIdempotencyKeyReused()).isTrue();
    }

    /// The state as it would be after many more events: it remembers the newest only.
    private static GroupState forgetful(GroupState state) {
        EarlierEvent newest = state.recent().newest();
        EarlierEvent other = new EarlierEvent(
                newest.header().toBuilder()
                        .setIdempotencyKey(Scene.filled(99))
                        .setBodyDigest(Scene.filled(98))
                        .build(),
                newest.kind(),
                newest.proposalRef());
        return new GroupState(
                state.origin(),
                state.policy(),
                state.chapter(),
                new GroupState.Past(RecentEvents.startingWith(other), state.payloadKeys()));
    }

    @Test
    void the_memory_is_bounded_and_keeps_the_newest() {
        Scene scene = Scene.of(alice, bob);
        GroupCommand last = scene.message(bob, bob.message("0"));
        while (scene.events.size() < GroupState.RECENT_MAX + 2) {
            last = scene.message(
                    bob,
                    Forged.by(1, 1).withAuthenticatedData(scene.events.size()).privateMessage(ContentType.APPLICATION));
            scene.given(last);
        }

        assertThat(scene.state().snapshot().recent()).hasSize(GroupState.RECENT_MAX);
        assertThat(scene.state().recallsEverySubmission()).isFalse();
        assertFirstReceipt(scene.repeated(last), scene.events.getLast());
    }

    @Test
    void a_policy_without_a_key_is_repeated_only_while_it_is_in_force() {
        Scene scene = Scene.of(alice, bob);
        GroupCommand open = scene.command(
                alice,
                GroupPolicy.newBuilder()
                        .setExternalJoin(Permission.PERMISSION_ANYBODY)
                        .build());
        GroupCommand closed = scene.command(alice, GroupPolicy.getDefaultInstance());
        scene.given(open);
        assertThat(scene.repeated(open).getReplayed()).isTrue();
        scene.given(closed);

        GroupEvent again = scene.given(open);

        assertThat(again.getHeader().getSeq()).isEqualTo(4);
    }

    @Test
    void a_policy_with_a_key_is_changed_once() {
        Scene scene = Scene.of(alice, bob);
        GroupCommand open = Scene.withKey(
                scene.command(
                        alice,
                        GroupPolicy.newBuilder()
                                .setExternalJoin(Permission.PERMISSION_ANYBODY)
                                .build()),
                1);
        GroupEvent opened = scene.given(open);
        scene.given(scene.command(alice, GroupPolicy.getDefaultInstance()));

        assertFirstReceipt(scene.repeated(open), opened);
    }
}
