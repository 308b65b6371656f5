package dev.epochal.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.Checkpoint;
import dev.epochal.schema.history.MerkleProof.Head;
import dev.epochal.schema.history.MerkleTree;
import dev.epochal.schema.history.NoteSigner;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A server that has the log's key and may rewrite what it stores. What it hides from an auditor who comes for the
/// first time shows against one checkpoint that somebody has kept.
@DisplayNameGeneration(ReplaceUnderscores.class)
class MaliciousServerTest {
    private static final NoteSigner SIGNER = TestExport.SIGNER;
    private static final NoteSigner OTHER_SIGNER = NoteSigner.of(TestHistory.filled(66));
    private static final TestHistory HONEST = TestHistory.told("a group with an id", 1);
    private static final int COMMIT = 3;
    private static final int MESSAGE = 2;
    private static final int POLICY = 4;
    private static final int REPORT = 5;

    private final List<GroupEvent> events = new ArrayList<>(HONEST.events);
    private final Checkpoint kept = TestExport.checkpoint(HONEST.events, SIGNER);

    // ---- what it does ----------------------------------------------------------------------------------------------

    private void change(int index, UnaryOperator<GroupEvent> change) {
        events.set(index, change.apply(events.get(index)));
    }

    private static GroupEvent withMessage(GroupEvent event, ByteString message) {
        return event.toBuilder()
                .setMessageAccepted(event.getMessageAccepted().toBuilder().setMessage(message))
                .build();
    }

    private static GroupEvent rewritten(GroupEvent event) {
        var octets = event.getMessageAccepted().getMessage().toByteArray();
        octets[octets.length - 1] ^= 1;
        return withMessage(event, ByteString.copyFrom(octets));
    }

    private static GroupEvent withOtherSignature(GroupEvent event) {
        var octets = event.getCommitAccepted().getCommit().toByteArray();
        // Behind the content stand signature, confirmation tag and membership tag, each of known size.
        octets[octets.length - 1 - 33 - 33 - 10] ^= 1;
        return event.toBuilder()
                .setCommitAccepted(event.getCommitAccepted().toBuilder().setCommit(ByteString.copyFrom(octets)))
                .build();
    }

    private static GroupEvent with(GroupEvent event, UnaryOperator<EventHeader.Builder> change) {
        return event.toBuilder()
                .setHeader(change.apply(event.getHeader().toBuilder()))
                .build();
    }

    /// Numbers, links and hashes all events anew, as if they had always been so.
    private void reseal() {
        var head = CanonicalHeader.BEGINNING;
        for (int seq = 0; seq < events.size(); seq++) {
            var event = events.get(seq);
            var header = event.getHeader().toBuilder().setSeq(seq).setPreviousHead(head);
            var sealed = CanonicalHeader.seal(header.build(), event);
            head = sealed.getLeafHash();
            events.set(seq, event.toBuilder().setHeader(sealed).build());
        }
    }

    private List<ByteString> served(Checkpoint checkpoint, NoteSigner signer) {
        return TestExport.of(events, checkpoint.signedBy(signer).toString());
    }

    /// Signs what there is now.
    private List<ByteString> resigned() {
        return served(TestExport.checkpoint(events, SIGNER), SIGNER);
    }

    // ---- who looks -------------------------------------------------------------------------------------------------

    private static Difference found(List<ByteString> lines) {
        return TestExport.audit(lines).difference().orElseThrow();
    }

    private static void assertFound(List<ByteString> lines, Flaw flaw, long seq) {
        var first = found(lines);
        assertThat(first.flaw()).as(first.text()).isEqualTo(flaw);
        assertThat(first.seq()).as(first.text()).isEqualTo(seq);
        assertThat(first.line()).isEqualTo(seq < 0 ? lines.size() : seq + 2);
    }

    private Optional<Difference> foundByWhoKept(List<ByteString> lines, Checkpoint... checkpoints) {
        var key = TestExport.key(HONEST.events, SIGNER);
        var options = new HistoryAudit.Options(
                Optional.of(key), Arrays.asList(checkpoints), OptionalLong.empty(), Witnesses.NONE);
        return TestExport.audit(TestExport.file(lines).toByteArray(), options).difference();
    }

    /// To somebody who comes for the first time it looks intact; the checkpoint that was kept proves otherwise.
    private void assertForkFound(List<ByteString> lines) {
        assertThat(TestExport.audit(lines).difference()).isEmpty();
        assertThat(foundByWhoKept(lines, kept))
                .get()
                .extracting(Difference::flaw)
                .isEqualTo(Flaw.FORK);
    }

    // ---- cases -----------------------------------------------------------------------------------------------------

    @Test
    void an_honest_history_extends_each_checkpoint_that_was_kept() {
        var all = new ArrayList<Checkpoint>();
        for (int size = HONEST.events.size(); size > 0; size--) {
            all.add(TestExport.checkpoint(HONEST.events.subList(0, size), SIGNER));
        }
        assertThat(foundByWhoKept(resigned(), all.toArray(Checkpoint[]::new))).isEmpty();
    }

    @Test
    void a_rewritten_payload() {
        change(MESSAGE, MaliciousServerTest::rewritten);
        assertFound(resigned(), Flaw.PAYLOAD, MESSAGE);
        assertThat(found(resigned()).stated()).isNotEqualTo(found(resigned()).derived());
        reseal();
        assertForkFound(resigned());
    }

    @Test
    void a_payload_that_is_withheld_as_if_it_was_erased() {
        change(MESSAGE, SealedEvents::erased);
        assertFound(resigned(), Flaw.ERASURE, MESSAGE);
    }

    @Test
    void a_rewritten_commit() {
        change(COMMIT, MaliciousServerTest::withOtherSignature);
        assertFound(resigned(), Flaw.PAYLOAD, COMMIT);
        reseal();
        var first = found(resigned());
        assertThat(first.flaw()).as(first.text()).isIn(Flaw.SIGNATURE, Flaw.REFUSED);
        assertThat(first.seq()).isEqualTo(COMMIT);
    }

    @Test
    void a_rewritten_header() {
        change(MESSAGE, event -> with(event, header -> header.setAcceptedAtMs(header.getAcceptedAtMs() + 1)));
        assertFound(resigned(), Flaw.HEADER, MESSAGE);
        change(MESSAGE, event -> with(event, header -> CanonicalHeader.seal(header.build(), event).toBuilder()));
        assertFound(resigned(), Flaw.CHAIN, MESSAGE + 1);
        reseal();
        assertForkFound(resigned());
    }

    @Test
    void a_message_that_was_dropped() {
        events.remove(MESSAGE);
        assertFound(resigned(), Flaw.SEQUENCE, MESSAGE);
        reseal();
        assertForkFound(resigned());
    }

    @Test
    void a_commit_that_was_dropped() {
        events.remove(COMMIT);
        reseal();
        assertFound(resigned(), Flaw.REFUSED, COMMIT);
    }

    @Test
    void an_end_that_was_cut_off() {
        events.removeLast();
        assertFound(served(kept, SIGNER), Flaw.CHECKPOINT_SIZE, -1);
        assertForkFound(resigned());
    }

    @Test
    void an_event_that_stands_twice() {
        events.add(MESSAGE, events.get(MESSAGE));
        assertFound(resigned(), Flaw.SEQUENCE, MESSAGE + 1L);
        reseal();
        assertFound(resigned(), Flaw.REFUSED, MESSAGE + 1L);
    }

    @Test
    void two_events_in_the_other_order() {
        var history = new TestHistory("messages", 3).say("first").say("second");
        events.clear();
        events.addAll(history.events);
        var before = TestExport.checkpoint(events, SIGNER);
        Collections.swap(events, 1, 2);
        assertFound(resigned(), Flaw.SEQUENCE, 1);
        reseal();
        assertFound(resigned(), Flaw.REFUSED, 2);
        change(1, event -> with(event, header -> header.setCommand(at(11))));
        change(2, event -> with(event, header -> header.setCommand(at(12))));
        reseal();
        assertThat(TestExport.audit(resigned()).difference()).isEmpty();
        assertThat(foundByWhoKept(resigned(), before))
                .get()
                .extracting(Difference::flaw)
                .isEqualTo(Flaw.FORK);
    }

    private static Position at(long offset) {
        return Position.newBuilder().setPartition(2).setOffset(offset).build();
    }

    @Test
    void two_branches_for_two_readers() {
        events.removeLast();
        var branch = rewritten(HONEST.events.getLast());
        events.add(branch);
        reseal();
        var other = TestExport.checkpoint(events, SIGNER);
        assertForkFound(resigned());
        events.set(events.size() - 1, HONEST.events.getLast());
        assertThat(foundByWhoKept(resigned(), kept)).isEmpty();
        assertThat(foundByWhoKept(resigned(), kept, other))
                .get()
                .extracting(Difference::flaw)
                .isEqualTo(Flaw.FORK);
    }

    @Test
    void a_store_that_was_rolled_back_and_went_on() {
        while (events.size() > 5) {
            events.removeLast();
        }
        assertForkFound(resigned());
        events.add(HONEST.events.get(POLICY));
        change(5, event -> with(event, header -> header.setCommand(at(99))));
        reseal();
        assertForkFound(resigned());
    }

    @Test
    void the_same_size_signed_with_another_root() {
        var forged = new Checkpoint(kept.origin(), new Head(kept.head().size(), TestHistory.filled(9)), List.of());
        assertFound(served(forged, SIGNER), Flaw.CHECKPOINT_ROOT, -1);
    }

    @Test
    void a_checkpoint_of_another_log() {
        var other = TestExport.checkpoint(TestHistory.told("another group", 2).events, SIGNER);
        assertFound(served(other, SIGNER), Flaw.CHECKPOINT_ORIGIN, -1);
    }

    @Test
    void a_key_that_was_replaced_silently() {
        var note = kept.signedBy(OTHER_SIGNER);
        assertFound(TestExport.of(events, note.toString()), Flaw.CHECKPOINT_SIGNATURE, -1);
        var lines = TestExport.of(events, note.toString());
        var told = lines.getFirst()
                .toStringUtf8()
                .replace(
                        TestExport.key(events, SIGNER).text(),
                        TestExport.key(events, OTHER_SIGNER).text());
        lines.set(0, ByteString.copyFromUtf8(told));
        assertThat(TestExport.audit(lines).difference()).isEmpty();
        assertThat(foundByWhoKept(lines)).get().extracting(Difference::flaw).isEqualTo(Flaw.CHECKPOINT_SIGNATURE);
    }

    @Test
    void an_old_checkpoint_handed_out_again() {
        var old = TestExport.checkpoint(events.subList(0, 4), SIGNER);
        assertFound(served(old, SIGNER), Flaw.CHECKPOINT_SIZE, -1);
        var empty = new Checkpoint(kept.origin(), new Head(0, MerkleTree.EMPTY_ROOT), List.of());
        assertFound(served(empty, SIGNER), Flaw.CHECKPOINT_SIZE, -1);
    }

    @Test
    void events_of_another_group() {
        var other = TestHistory.told("another group", 2).events.get(MESSAGE);
        events.set(MESSAGE, other);
        assertFound(resigned(), Flaw.HEADER, MESSAGE);
        change(
                MESSAGE,
                event -> with(
                        event, header -> header.setLogId(TestHistory.filled(1)).setGroupId(HONEST.groupId())));
        reseal();
        assertFound(resigned(), Flaw.REFUSED, MESSAGE);
    }

    @Test
    void hashes_of_an_epoch_that_do_not_follow() {
        change(COMMIT, event -> {
            var accepted = event.getCommitAccepted().toBuilder();
            accepted.getAfterBuilder().setTreeHash(TestHistory.filled(8));
            return event.toBuilder().setCommitAccepted(accepted).build();
        });
        assertFound(resigned(), Flaw.STATE, COMMIT);
    }

    @Test
    void an_event_that_was_submitted_by_nobody_of_the_group() {
        change(
                MESSAGE,
                event -> with(
                        event,
                        header -> header.setSubmittedBy(
                                header.getSubmittedBy().toBuilder().setUser("mallory"))));
        reseal();
        assertFound(resigned(), Flaw.REFUSED, MESSAGE);
    }

    @Test
    void a_report_that_its_member_did_not_make() {
        change(REPORT, event -> {
            var octets = event.getCommitReported().getReport().toByteArray();
            octets[octets.length - 1] ^= 1;
            var forged = event.getCommitReported().toBuilder().setReport(ByteString.copyFrom(octets));
            return event.toBuilder().setCommitReported(forged).build();
        });
        reseal();
        assertFound(resigned(), Flaw.SIGNATURE, REPORT);
    }

    @Test
    void a_report_that_is_hidden() {
        events.remove(REPORT);
        assertFound(resigned(), Flaw.SEQUENCE, REPORT);
        reseal();
        assertForkFound(resigned());
    }

    @Test
    void trees_of_each_size_are_told_apart() {
        var history = new TestHistory("sizes", 4);
        for (int size = 1; size <= 17; size++) {
            events.clear();
            events.addAll(history.events);
            assertThat(TestExport.audit(resigned()).difference()).isEmpty();
            var checkpoint = TestExport.checkpoint(events, SIGNER);
            events.removeLast();
            if (!events.isEmpty()) {
                assertFound(served(checkpoint, SIGNER), Flaw.CHECKPOINT_SIZE, -1);
            }
            history.say("message " + size);
        }
    }
}
