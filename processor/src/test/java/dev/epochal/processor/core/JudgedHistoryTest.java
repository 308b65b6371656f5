package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Permission;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Events that follow from those before, but should never have been accepted.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class JudgedHistoryTest {
    private static final SignatureVerifier NEVER = (_, _, _, _) -> false;
    private static final long DAY_MS = 86_400_000;

    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient carol = LiveClient.named("carol/tablet");
    private final Scene scene = Scene.of(alice, bob);
    private final Optional<GroupState> before = scene.state;

    @Test
    void a_commit_without_a_valid_signature_is_found() {
        GroupEvent commit = scene.given(alice, alice.stage(List.of(), true).submission());
        assertTrusted(commit);
        assertFound(NEVER, commit, "message-signature");
    }

    @Test
    void a_beginning_without_a_valid_signature_is_found() {
        GroupEvent created = scene.events.getFirst();
        GroupEvolution.evolve(Optional.empty(), created);
        assertThatThrownBy(() -> GroupEvolution.judging(NEVER).after(Optional.empty(), created))
                .isInstanceOf(DamagedHistoryException.class)
                .hasMessageContaining("signature");
    }

    @Test
    void a_commit_that_another_client_is_said_to_have_submitted_is_found() {
        GroupEvent commit = scene.given(alice, alice.stage(List.of(), true).submission());
        GroupEvent forged = resealed(commit, header -> header.setSubmittedBy(bob.identity()));
        assertTrusted(forged);
        assertFound(Scene.SIGNATURES, forged, "was accepted and is not acceptable");
    }

    @Test
    void a_key_package_that_had_run_out_is_found() {
        GroupEvent commit = scene.given(
                alice, alice.stage(List.of(LiveClient.add(carol)), true).submission());
        GroupEvent forged =
                resealed(commit, header -> header.setAcceptedAtMs(header.getAcceptedAtMs() + 100_000 * DAY_MS));
        assertTrusted(forged);
        assertFound(Scene.SIGNATURES, forged, "lifetime");
    }

    @Test
    void a_commit_against_the_policy_is_found() {
        GroupPolicy nobodyAdds =
                GroupPolicy.newBuilder().setAdd(Permission.PERMISSION_NOBODY).build();
        GroupEvent commit = scene.given(
                alice, alice.stage(List.of(LiveClient.add(carol)), true).submission());
        GroupState stricter = withPolicy(nobodyAdds);
        GroupEvolution.evolve(Optional.of(stricter), commit);
        assertThatThrownBy(() -> GroupEvolution.judging(Scene.SIGNATURES).after(Optional.of(stricter), commit))
                .isInstanceOf(DamagedHistoryException.class)
                .hasMessageContaining("policy");
    }

    @Test
    void a_policy_that_no_administrator_has_set_is_found() {
        GroupEvent change = scene.given(scene.command(alice, GroupPolicy.getDefaultInstance()));
        GroupEvent forged = resealed(change, header -> header.setSubmittedBy(bob.identity()));
        assertTrusted(forged);
        assertFound(Scene.SIGNATURES, forged, "policy");
    }

    @Test
    void a_message_of_somebody_who_is_no_member_is_found() {
        GroupEvent message = scene.given(scene.message(alice, alice.message("hello")));
        GroupEvent forged = resealed(message, header -> header.setSubmittedBy(carol.identity()));
        assertTrusted(forged);
        assertFound(Scene.SIGNATURES, forged, "no leaf in the group");
    }

    private GroupState withPolicy(GroupPolicy policy) {
        GroupState state = before.orElseThrow();
        return new GroupState(
                state.origin(), Policies.inForce(policy, alice.identity()), state.chapter(), state.past());
    }

    private void assertTrusted(GroupEvent event) {
        assertThat(GroupEvolution.evolve(before, event).seq())
                .isEqualTo(event.getHeader().getSeq());
    }

    private void assertFound(SignatureVerifier signatures, GroupEvent event, String named) {
        assertThatThrownBy(() -> GroupEvolution.judging(signatures).after(before, event))
                .isInstanceOf(DamagedHistoryException.class)
                .hasMessageContaining(named);
    }

    private static GroupEvent resealed(GroupEvent event, Consumer<EventHeader.Builder> change) {
        GroupEvent.Builder forged = event.toBuilder();
        change.accept(forged.getHeaderBuilder());
        return forged.setHeader(CanonicalHeader.seal(forged.getHeader(), forged.build()))
                .build();
    }
}
