package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.mls.framing.ContentType;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.PayloadKeyTree;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.ErasePayloads;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Refusal.ReasonCase;
import dev.epochal.schema.record.SeqRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Erasure of the payloads of application messages.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ErasureTest {
    private static final long DAY = 86_400_000;

    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient mallory = LiveClient.named("mallory/phone");
    /// 0 its creation, 1 bob's Add, 2 to 4 messages.
    private final Scene scene = Scene.of(alice, bob);

    ErasureTest() {
        scene.given(scene.message(alice, alice.message("one")));
        scene.given(scene.message(bob, bob.message("two")));
        scene.given(scene.message(alice, alice.message("three")));
    }

    private static ErasePayloads.Builder range(long first, long behind) {
        return ErasePayloads.newBuilder()
                .addRanges(SeqRange.newBuilder().setFirst(first).setBehind(behind));
    }

    @Test
    void an_administrator_erases_and_the_keys_are_gone() {
        var event = scene.given(scene.erasure(alice, range(2, 4).setReason("asked for")));
        assertThat(event.getPayloadsErased().getReason()).isEqualTo("asked for");
        var keys = scene.state().payloadKeys();
        assertThat(keys.getSeq()).isEqualTo(5);
        assertThat(PayloadKeyTree.secret(keys, 2)).isEmpty();
        assertThat(PayloadKeyTree.secret(keys, 3)).isEmpty();
        assertThat(PayloadKeyTree.secret(keys, 4)).isPresent();
        assertThat(PayloadKeyTree.secret(keys, 6)).isPresent();
    }

    @Test
    void the_group_forgets_who_had_submitted_what_is_erased_and_nothing_else() {
        scene.given(scene.erasure(alice, range(0, 4)));
        var users = scene.state().snapshot().recent().stream()
                .map(event -> event.header().getSubmittedBy().getUser())
                .toList();
        assertThat(users).containsExactly("alice", "alice", "", "", "alice", "alice");
    }

    @Test
    void the_checks_come_in_this_order() {
        List<ReasonCase> reasons = new ArrayList<>();
        reasons.add(reason(mallory, range(9, 9).setReason("x".repeat(401))));
        reasons.add(reason(mallory, range(9, 9)));
        reasons.add(reason(bob, range(9, 9)));
        reasons.add(reason(alice, range(9, 9)));
        reasons.add(reason(alice, range(2, 6)));
        reasons.add(reason(
                alice, range(3, 4).addRanges(SeqRange.newBuilder().setFirst(2).setBehind(3))));
        reasons.add(reason(alice, ErasePayloads.newBuilder()));
        assertThat(reasons)
                .containsExactly(
                        ReasonCase.TOO_LARGE,
                        ReasonCase.NOT_A_MEMBER,
                        ReasonCase.POLICY_REFUSAL,
                        ReasonCase.NOTHING_TO_ERASE,
                        ReasonCase.NOTHING_TO_ERASE,
                        ReasonCase.NOTHING_TO_ERASE,
                        ReasonCase.NOTHING_TO_ERASE);
    }

    private ReasonCase reason(LiveClient caller, ErasePayloads.Builder asked) {
        return scene.refused(scene.erasure(caller, asked)).getReasonCase();
    }

    @Test
    void what_is_erased_can_not_be_erased_again() {
        scene.given(scene.erasure(alice, range(2, 4)));
        assertThat(reason(alice, range(2, 3))).isEqualTo(ReasonCase.NOTHING_TO_ERASE);
        scene.given(scene.erasure(alice, range(2, 5)));
    }

    @Test
    void who_sends_a_message_again_that_is_erased_gets_the_first_receipt() {
        var message = scene.message(bob, bob.message("again and again"));
        var accepted = scene.given(message);
        scene.given(scene.erasure(alice, range(5, 6)));
        assertThat(scene.repeated(message).getSeq())
                .isEqualTo(accepted.getHeader().getSeq());
    }

    @Test
    void the_operator_needs_no_leaf() {
        var event = scene.given(scene.erasure(mallory, range(2, 3).setByOperator(true)));
        assertThat(event.getPayloadsErased().getByOperator()).isTrue();
    }

    private static ErasePayloads.Builder retention(long first, long behind, long acceptedBefore) {
        return range(first, behind).setByOperator(true).setKeptMs(DAY).setAcceptedBeforeMs(acceptedBefore);
    }

    @Test
    void a_retention_takes_nothing_that_is_too_young_by_the_clock_of_the_log() {
        assertThat(reason(mallory, retention(2, 4, scene.now - DAY))).isEqualTo(ReasonCase.NOTHING_TO_ERASE);
        scene.now += DAY;
        scene.given(scene.message(alice, alice.message("young")));
        assertThat(reason(mallory, retention(2, 6, scene.now - DAY))).isEqualTo(ReasonCase.NOTHING_TO_ERASE);
        var erased = scene.given(scene.erasure(mallory, retention(2, 4, scene.now - DAY)));
        assertThat(erased.getPayloadsErased().getKeptMs()).isEqualTo(DAY);
    }

    @Test
    void a_retention_takes_nothing_young_that_the_group_has_forgotten() {
        while (scene.events.size() < GroupState.RECENT_MAX + 10) {
            scene.given(scene.message(
                    bob,
                    Forged.by(1, 1)
                            .withAuthenticatedData(scene.events.size())
                            .privateMessage(ContentType.APPLICATION)));
        }
        assertThat(scene.state().snapshot().recent().getFirst().seq()).isGreaterThan(4);
        scene.now += DAY - 1;
        var reasons = List.of(
                reason(mallory, retention(2, 4, scene.now)),
                reason(mallory, retention(2, 4, scene.now - DAY + 1)),
                reason(mallory, retention(2, 4, 0)));
        assertThat(reasons).containsOnly(ReasonCase.NOTHING_TO_ERASE);
        scene.given(scene.erasure(mallory, retention(2, 4, scene.now - DAY)));
    }

    @Test
    void a_history_of_which_a_payload_was_erased_evolves_as_before() {
        scene.given(scene.erasure(alice, range(2, 4)));
        Optional<GroupState> state = Optional.empty();
        for (GroupEvent event : scene.events) {
            long seq = event.getHeader().getSeq();
            var left = seq == 2 || seq == 3 ? SealedEvents.erased(event) : event;
            state = Optional.of(GroupEvolution.judging(Scene.SIGNATURES).after(state, left));
        }
        assertThat(state.orElseThrow().snapshot()).isEqualTo(scene.state().snapshot());
    }

    @Test
    void an_erasure_by_somebody_who_is_no_administrator_is_no_part_of_a_history() {
        var before = scene.state();
        var erased = scene.given(scene.erasure(mallory, range(2, 3).setByOperator(true))).toBuilder();
        erased.getPayloadsErasedBuilder().setByOperator(false);
        erased.setHeader(CanonicalHeader.seal(erased.getHeader(), erased.build()));
        assertThatThrownBy(() -> GroupEvolution.judging(Scene.SIGNATURES).after(Optional.of(before), erased.build()))
                .isInstanceOf(DamagedHistoryException.class);
    }
}
