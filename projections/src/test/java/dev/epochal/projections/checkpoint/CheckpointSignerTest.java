package dev.epochal.projections.checkpoint;

import static dev.epochal.projections.project.History.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.project.History;
import dev.epochal.projections.read.Checkpoints;
import dev.epochal.projections.read.Checkpoints.Reason;
import dev.epochal.projections.read.Checkpoints.Refused;
import dev.epochal.projections.read.Checkpoints.Signed;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.Checkpoint;
import dev.epochal.schema.history.MerkleProof;
import dev.epochal.schema.history.MerkleProof.Head;
import dev.epochal.schema.history.MerkleTree;
import dev.epochal.schema.history.NoteSigner;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What a signer signs, and what it refuses to sign whatever was done to the store under it.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CheckpointSignerTest {
    private static final NoteSigner KEY = NoteSigner.of(History.octets32("today"));
    private static final NoteSigner OLD_KEY = NoteSigner.of(History.octets32("yesterday"));

    private final ListedHistory store = new ListedHistory();
    private final History history = new History("group", 0);
    private long now = 1_000_000;
    private CheckpointSigner signer = restarted(KEY);

    CheckpointSignerTest() {
        store.events.add(history.created(ALICE));
    }

    private CheckpointSigner restarted(NoteSigner... keys) {
        return new CheckpointSigner(
                new LogKeys("chat.example", List.of(keys)), store, store, () -> Instant.ofEpochMilli(now));
    }

    private void say(int count) {
        for (int i = 0; i < count; i++) {
            store.events.add(history.said("message " + store.events.size()));
        }
    }

    private Signed signed() {
        now += 1_000;
        var outcome = signer.newest(history.groupId());
        assertThat(outcome).isInstanceOf(Signed.class);
        return (Signed) outcome;
    }

    private void assertRefused(Reason reason) {
        now += 1_000;
        var kept = store.signed;
        assertThat(signer.newest(history.groupId())).isEqualTo(new Refused(reason));
        assertThat(store.signed).isEqualTo(kept);
    }

    private List<ByteString> leaves() {
        return store.leafHashes(history.groupId(), 0, Integer.MAX_VALUE);
    }

    @Test
    void each_checkpoint_has_the_root_of_the_tree_and_extends_the_one_before() {
        var tree = MerkleTree.of(List.of());
        var before = new Head(0, MerkleTree.EMPTY_ROOT);
        for (int size = 1; size <= 34; size++) {
            var signed = signed();
            var head = signed.checkpoint().head();
            tree = MerkleTree.of(leaves());
            assertThat(head).isEqualTo(new Head(size, tree.root(size)));
            assertThat(MerkleProof.extendsTo(before, head, tree.consistency(before.size(), size)))
                    .isTrue();
            assertThat(Checkpoint.open(signed.note(), signed.key())).contains(signed.checkpoint());
            before = head;
            say(1);
        }
    }

    @Test
    void a_log_is_signed_once_a_second_at_most() {
        var first = signed();
        say(1);
        now += 999;
        assertThat(signer.newest(history.groupId())).isEqualTo(first);
        now += 1;
        assertThat(signer.newest(history.groupId())).isNotEqualTo(first);
    }

    @Test
    void what_has_not_changed_is_not_signed_again() {
        var first = signed();
        assertThat(signed()).isEqualTo(first);
        signer = restarted(KEY);
        assertThat(signed()).isEqualTo(first);
    }

    @Test
    void a_signer_that_comes_too_late_hands_out_what_the_other_one_signed() {
        signed();
        say(2);
        store.meanwhile = () -> {
            say(1);
            restarted(KEY).newest(history.groupId());
        };
        assertThat(signed().checkpoint().head().size()).isEqualTo(4);
    }

    @Test
    void a_group_without_events_has_no_checkpoint() {
        store.events.clear();
        assertRefused(Reason.NO_HISTORY);
        assertThat(Checkpoints.off().newest(history.groupId())).isEqualTo(new Refused(Reason.NO_KEY));
    }

    @Test
    void a_log_that_was_cut_is_refused_before_and_after_a_restart() {
        say(5);
        signed();
        store.events.removeLast();
        assertRefused(Reason.SHORTER);
        signer = restarted(KEY);
        assertRefused(Reason.SHORTER);
    }

    @Test
    void a_log_that_was_rolled_back_and_went_on_is_refused() {
        say(5);
        var restored = new History("group", 0);
        var copy = new ArrayList<GroupEvent>();
        copy.add(restored.created(ALICE));
        copy.add(restored.said("message 1"));
        signed();
        for (int i = 2; i < 9; i++) {
            copy.add(restored.said("another message " + i));
        }
        store.events.clear();
        store.events.addAll(copy);
        signer = restarted(KEY);
        assertRefused(Reason.REWRITTEN);
    }

    @Test
    void the_same_size_with_another_root_is_refused() {
        say(3);
        signed();
        var other = new History("group", 0);
        store.events.clear();
        store.events.add(other.created(ALICE));
        for (int i = 1; i < 4; i++) {
            store.events.add(other.said("another message " + i));
        }
        signer = restarted(KEY);
        assertRefused(Reason.REWRITTEN);
    }

    @Test
    void the_same_events_on_another_cluster_are_the_same_log() {
        say(3);
        var first = signed();
        var copy = List.copyOf(store.events);
        store.events.clear();
        store.events.addAll(copy);
        signer = restarted(KEY);
        assertThat(signed()).isEqualTo(first);
    }

    @Test
    void events_that_are_not_what_their_hashes_say_are_never_signed() {
        assertNeverSigned(event -> event.toBuilder()
                .setMessageAccepted(
                        event.getMessageAccepted().toBuilder().setMessage(ByteString.copyFromUtf8("rewritten")))
                .build());
        assertNeverSigned(event -> event.toBuilder()
                .setHeader(event.getHeader().toBuilder().setAcceptedAtMs(7))
                .build());
        assertNeverSigned(event -> resealed(event, header -> header.setSeq(1)));
        assertNeverSigned(event -> resealed(event, header -> header.setPreviousHead(CanonicalHeader.BEGINNING)));
        assertNeverSigned(event -> resealed(event, header -> header.setGroupId(ByteString.copyFromUtf8("other"))));
        assertNeverSigned(event -> resealed(event, header -> header.setLogId(History.octets32("other log"))));
    }

    private void assertNeverSigned(UnaryOperator<GroupEvent> change) {
        signed();
        say(3);
        int middle = store.events.size() - 2;
        var right = store.events.get(middle);
        store.events.set(middle, change.apply(right));
        assertRefused(Reason.BROKEN);
        store.events.set(middle, right);
        signed();
    }

    private static GroupEvent resealed(GroupEvent event, UnaryOperator<EventHeader.Builder> change) {
        var header = change.apply(event.getHeader().toBuilder()).build();
        return event.toBuilder().setHeader(CanonicalHeader.seal(header, event)).build();
    }

    @Test
    void events_that_are_dropped_repeated_or_swapped_are_never_signed() {
        signed();
        say(4);
        var right = List.copyOf(store.events);
        store.events.remove(2);
        assertRefused(Reason.BROKEN);
        store.events.add(2, right.get(1));
        assertRefused(Reason.BROKEN);
        store.events.set(2, right.get(3));
        store.events.set(3, right.get(2));
        assertRefused(Reason.BROKEN);
        store.events.clear();
        store.events.addAll(right);
        assertThat(signed().checkpoint().head().size()).isEqualTo(5);
    }

    @Test
    void a_key_is_replaced_by_signing_with_both_for_a_while() {
        signer = restarted(OLD_KEY);
        var old = signed();
        signer = restarted(KEY, OLD_KEY);
        var both = signed();
        assertThat(both.key().publicKey()).isNotEqualTo(old.key().publicKey());
        assertThat(Checkpoint.open(both.note(), old.key())).contains(both.checkpoint());
        assertThat(Checkpoint.open(both.note(), both.key())).contains(old.checkpoint());
        signer = restarted(KEY);
        say(1);
        var later = signed();
        assertThat(Checkpoint.open(later.note(), both.key())).contains(later.checkpoint());
        assertThat(Checkpoint.open(later.note(), old.key())).isEmpty();
    }

    @Test
    void a_key_that_is_replaced_at_once_signs_nothing() {
        signer = restarted(OLD_KEY);
        signed();
        signer = restarted(KEY);
        assertRefused(Reason.OTHER_KEY);
    }

    @Test
    void a_memory_that_was_set_back_by_hand_is_noticed() {
        signed();
        var first = store.signed.orElseThrow();
        say(2);
        signed();
        var second = store.signed.orElseThrow();
        store.signed = Optional.of(new SignedLog(
                first.logId(), first.groupId(), first.head(), first.range(), second.note(), first.signedAtMs()));
        signer = restarted(KEY);
        assertRefused(Reason.REWRITTEN);
    }
}
