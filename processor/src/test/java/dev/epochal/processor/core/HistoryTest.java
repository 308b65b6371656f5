package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.Member;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.TreeNodeChange;
import dev.epochal.schema.record.WelcomeRecipient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Recorded histories and stored states: whatever is changed in them is noticed.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class HistoryTest {
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient carol = LiveClient.named("carol/tablet");

    /// The event under test is the newest; the state is the one before.
    private record Case(GroupState before, GroupEvent event) {}

    private Case commitCase() {
        Scene scene = Scene.of(alice, bob);
        GroupState before = scene.state();
        LiveClient.Staged staged = alice.stage(List.of(LiveClient.add(carol), LiveClient.remove(1)), true);
        return new Case(before, scene.given(alice, staged.submission()));
    }

    private static void assertDamaged(Case history, GroupEvent event, String named) {
        assertThatThrownBy(() -> GroupEvolution.evolve(Optional.of(history.before()), event))
                .isInstanceOf(DamagedHistoryException.class)
                .hasMessageContaining(named);
    }

    /// Changes an event and seals it again, as a careful forger would.
    private static GroupEvent resealed(GroupEvent.Builder event) {
        EventHeader header = CanonicalHeader.seal(event.getHeader(), event.build());
        return event.setHeader(header).build();
    }

    @TestFactory
    Stream<DynamicTest> each_field_of_the_header_is_checked() {
        Case history = commitCase();
        Map<String, Consumer<EventHeader.Builder>> changes = new TreeMap<>();
        changes.put("header.group_id", header -> header.setGroupId(Scene.filled(1)));
        changes.put("header.log_id", header -> header.setLogId(Scene.filled(1)));
        changes.put("header.seq", header -> header.setSeq(header.getSeq() + 1));
        changes.put("header.epoch_before", header -> header.setEpochBefore(0));
        changes.put("header.epoch_after", header -> header.setEpochAfter(3));
        changes.put("header.previous_head", header -> header.setPreviousHead(Scene.filled(1)));
        changes.put(
                "header.command", header -> header.setCommand(history.before().lastCommand()));
        changes.put(
                "header.command ",
                header -> header.setCommand(
                        Position.newBuilder().setPartition(Scene.PARTITION + 1).setOffset(1_000)));
        return changes.entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(change.getKey(), () -> {
                    GroupEvent.Builder event = history.event().toBuilder();
                    change.getValue().accept(event.getHeaderBuilder());
                    assertDamaged(history, resealed(event), change.getKey().trim());
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_hash_of_the_header_is_checked() {
        Case history = commitCase();
        Map<String, Consumer<EventHeader.Builder>> changes = new TreeMap<>();
        changes.put("accepted_at", header -> header.setAcceptedAtMs(1));
        changes.put("submitted_by", header -> header.setSubmittedBy(bob.identity()));
        changes.put("body_digest", header -> header.setBodyDigest(Scene.filled(1)));
        changes.put("payload_salt", header -> header.setPayloadSalt(Scene.filled(1)));
        changes.put("payload_hash", header -> header.setPayloadHash(Scene.filled(1)));
        changes.put("leaf_hash", header -> header.setLeafHash(Scene.filled(1)));
        return changes.entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(change.getKey(), () -> {
                    GroupEvent.Builder event = history.event().toBuilder();
                    change.getValue().accept(event.getHeaderBuilder());
                    assertDamaged(history, event.build(), "hash");
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_field_of_the_state_after_is_checked() {
        Case history = commitCase();
        Map<String, Consumer<GroupStateAfter.Builder>> changes = new TreeMap<>();
        changes.put("group_context", after -> after.setGroupContext(Scene.filled(1)));
        changes.put("tree_hash", after -> after.setTreeHash(Scene.filled(1)));
        changes.put("confirmed_transcript_hash", after -> after.setConfirmedTranscriptHash(Scene.filled(1)));
        changes.put("confirmation_tag", after -> after.setConfirmationTag(Scene.filled(1)));
        changes.put(
                "tree_delta",
                after -> after.addTreeDelta(TreeNodeChange.newBuilder().setNodeIndex(9)));
        changes.put("tree_delta ", after -> after.removeTreeDelta(0));
        changes.put("tree_size", after -> after.setTreeSize(7));
        changes.put("added", GroupStateAfter.Builder::clearAdded);
        changes.put("removed", GroupStateAfter.Builder::clearRemoved);
        changes.put("updated", after -> after.addUpdated(Member.newBuilder().setLeafIndex(1)));
        assertThat(changes)
                .hasSizeGreaterThanOrEqualTo(
                        GroupStateAfter.getDescriptor().getFields().size());
        return changes.entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(change.getKey(), () -> {
                    GroupEvent.Builder event = history.event().toBuilder();
                    change.getValue().accept(event.getCommitAcceptedBuilder().getAfterBuilder());
                    assertDamaged(
                            history, resealed(event), "after." + change.getKey().trim());
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_other_field_of_a_commit_is_checked() {
        Case history = commitCase();
        Map<String, Consumer<CommitAccepted.Builder>> changes = new TreeMap<>();
        changes.put("committer_leaf", commit -> commit.setCommitterLeaf(1));
        changes.put("committer_leaf ", CommitAccepted.Builder::clearCommitterLeaf);
        changes.put("external", commit -> commit.setExternal(true));
        changes.put("successor_group_id", commit -> commit.setSuccessorGroupId(Scene.filled(1)));
        changes.put("taken_on_trust", commit -> commit.addTakenOnTrust(1));
        changes.put(
                "welcome_recipients",
                commit -> commit.addWelcomeRecipients(
                        WelcomeRecipient.newBuilder().setIdentity(bob.identity())));
        return changes.entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(change.getKey(), () -> {
                    GroupEvent.Builder event = history.event().toBuilder();
                    change.getValue().accept(event.getCommitAcceptedBuilder());
                    assertDamaged(
                            history,
                            resealed(event),
                            "commit_accepted." + change.getKey().trim());
                }));
    }

    @Test
    void messages_that_could_not_have_been_accepted_are_noticed() {
        Case history = commitCase();
        GroupEvent.Builder welcomeless = history.event().toBuilder();
        welcomeless.getCommitAcceptedBuilder().clearWelcome();
        GroupEvent.Builder other = history.event().toBuilder();
        other.getCommitAcceptedBuilder().setCommit(Forged.by(0, 1).commit());
        GroupEvent.Builder old = history.event().toBuilder();
        old.getCommitAcceptedBuilder().setCommit(Forged.by(0, 0).commit());
        GroupEvent.Builder garbage = history.event().toBuilder();
        garbage.getCommitAcceptedBuilder().setCommit(ByteString.copyFromUtf8("garbage"));
        GroupEvent.Builder sealedCommit = history.event().toBuilder();
        sealedCommit.getCommitAcceptedBuilder().setCommit(Forged.by(0, 1).privateMessage(ContentType.COMMIT));
        GroupEvent.Builder nothing = history.event().toBuilder().clearBody();

        assertDamaged(history, resealed(welcomeless), "not acceptable");
        assertDamaged(history, resealed(other), "not acceptable");
        assertDamaged(history, resealed(old), "another epoch");
        assertDamaged(history, resealed(garbage), "not acceptable");
        assertDamaged(history, resealed(sealedCommit), "wire format");
        assertDamaged(history, nothing.build(), "doesn't know");
    }

    @Test
    void a_history_begins_with_a_creation_and_has_one() {
        Scene scene = Scene.of(alice, bob);
        GroupEvent creation = scene.events.getFirst();
        GroupEvent commit = scene.events.getLast();

        assertThatThrownBy(() -> GroupEvolution.evolve(Optional.empty(), commit))
                .hasMessageContaining("begin with a creation");
        GroupEvent.Builder second = creation.toBuilder();
        second.setHeader(commit.getHeader().toBuilder()
                .setSeq(2)
                .setEpochBefore(1)
                .setEpochAfter(1)
                .setCommand(Position.newBuilder().setPartition(Scene.PARTITION).setOffset(999))
                .setPreviousHead(scene.state().head()));
        assertThatThrownBy(() -> GroupEvolution.evolve(scene.state, resealed(second)))
                .hasMessageContaining("second creation");
    }

    @Test
    void a_changed_creation_is_noticed() {
        GroupEvent creation = Scene.createdBy(alice).events.getFirst();
        GroupEvent.Builder hash = creation.toBuilder();
        hash.getGroupCreatedBuilder().getAfterBuilder().setTreeHash(Scene.filled(1));
        GroupEvent.Builder head = creation.toBuilder();
        head.getHeaderBuilder().setPreviousHead(Scene.filled(1));
        GroupEvent.Builder id = creation.toBuilder();
        id.getHeaderBuilder().setGroupId(Scene.filled(1));

        assertThatThrownBy(() -> GroupEvolution.evolve(Optional.empty(), resealed(hash)))
                .hasMessageContaining("group_created.after.tree_hash");
        assertThatThrownBy(() -> GroupEvolution.evolve(Optional.empty(), resealed(head)))
                .hasMessageContaining("header.previous_head");
        assertThatThrownBy(() -> GroupEvolution.evolve(Optional.empty(), resealed(id)))
                .hasMessageContaining("another group's");
    }

    @Test
    void a_changed_proposal_is_noticed() {
        Scene scene = Scene.of(alice, bob);
        GroupState before = scene.state();
        GroupEvent event = scene.given(scene.proposal(bob, bob.proposeUpdate()));
        GroupEvent.Builder ref = event.toBuilder();
        ref.getProposalAcceptedBuilder().setProposalRef(Scene.filled(1));
        GroupEvent.Builder leaf = event.toBuilder();
        leaf.getProposalAcceptedBuilder().setSenderLeaf(0);

        Case history = new Case(before, event);
        assertDamaged(history, resealed(ref), "proposal_accepted.proposal_ref");
        assertDamaged(history, resealed(leaf), "proposal_accepted.sender_leaf");
    }

    @Test
    void a_stored_state_is_the_state() {
        Scene scene = Scene.of(alice, bob, carol);
        scene.given(scene.proposal(bob, bob.proposeUpdate()));
        scene.given(scene.message(carol, carol.message("hello")));

        GroupSnapshot stored = scene.state().snapshot();
        GroupState restored = GroupEvolution.restore(stored);

        assertThat(restored.snapshot()).isEqualTo(stored);
        assertThat(restored.weight()).isEqualTo(scene.state().weight());
        assertThat(restored.lastCommand()).isEqualTo(scene.state().lastCommand());
        assertThat(restored.recallsEverySubmission()).isTrue();
        assertThat(restored.verifiedProposals()).hasSize(1);
    }

    @Test
    void a_frozen_state_is_restored_frozen() {
        Scene scene = Scene.of(alice, bob);
        scene.given(alice, alice.stageReInit("successor").submission());
        scene.state = Optional.of(GroupEvolution.restore(scene.state().snapshot()));
        assertThat(scene.refused(scene.message(bob, bob.message("more"))).hasGroupFrozen())
                .isTrue();
    }

    @TestFactory
    Stream<DynamicTest> a_stored_state_that_contradicts_itself_is_noticed() {
        Scene scene = Scene.of(alice, bob);
        scene.given(scene.proposal(bob, bob.proposeUpdate()));
        GroupSnapshot good = scene.state().snapshot();
        Map<Integer, ByteString> fewer = new TreeMap<>(good.nodes());
        fewer.remove(2);
        Map<Integer, ByteString> swapped = new TreeMap<>(good.nodes());
        swapped.put(0, good.nodes().getOrDefault(2, ByteString.EMPTY));
        Map<Integer, ByteString> garbage = new TreeMap<>(good.nodes());
        garbage.put(1, ByteString.copyFromUtf8("garbage"));
        Map<String, GroupSnapshot> damaged = new TreeMap<>();
        damaged.put("no memory", changed(good, new Change(good.nodes(), good.pending(), List.of())));
        damaged.put("a node less", changed(good, new Change(fewer, good.pending(), good.recent())));
        damaged.put("a node twice", changed(good, new Change(swapped, good.pending(), good.recent())));
        damaged.put("a node that is none", changed(good, new Change(garbage, good.pending(), good.recent())));
        List<EarlierEvent> older = new ArrayList<>(good.recent());
        older.removeLast();
        damaged.put("an older memory", changed(good, new Change(good.nodes(), good.pending(), older)));
        List<GroupSnapshot.PendingProposal> otherRef = good.pending().stream()
                .map(entry -> new GroupSnapshot.PendingProposal(
                        entry.seq(), entry.epoch(), Scene.filled(1), entry.proposal()))
                .toList();
        damaged.put("another ref", changed(good, new Change(good.nodes(), otherRef, good.recent())));
        return damaged.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> assertThatThrownBy(() -> GroupEvolution.restore(entry.getValue()))
                                .isInstanceOf(DamagedHistoryException.class)));
    }

    private record Change(
            Map<Integer, ByteString> nodes, List<GroupSnapshot.PendingProposal> pending, List<EarlierEvent> recent) {}

    private static GroupSnapshot changed(GroupSnapshot good, Change change) {
        return new GroupSnapshot(
                good.groupId(),
                good.logId(),
                good.seq(),
                good.head(),
                good.epoch(),
                good.handshakes(),
                good.policy(),
                good.successorGroupId(),
                good.groupContext(),
                good.confirmationTag(),
                good.treeSize(),
                change.nodes(),
                change.pending(),
                change.recent(),
                good.payloadKeys());
    }
}
