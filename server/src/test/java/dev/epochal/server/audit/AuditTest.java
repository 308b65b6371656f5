package dev.epochal.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.api.history.HistoryCoding;
import dev.epochal.api.json.Json;
import dev.epochal.processor.core.GroupState;
import dev.epochal.schema.history.MemberCheckpoint;
import dev.epochal.schema.history.SealedEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AuditTest {
    private static final TestHistory HISTORY = TestHistory.told("a group with an id", 1);
    private static final ByteString FILE = TestExport.file(TestExport.of(HISTORY));

    @Test
    void an_honest_history_is_intact() {
        var report = TestExport.audit(FILE.toByteArray(), TestExport.NOTHING_GIVEN);
        assertThat(report.lines()).as(report.lines().toString()).first().isEqualTo("epochal-audit/1 intact");
        assertThat(report.counts().events()).isEqualTo(14);
        assertThat(report.counts().commits()).isEqualTo(6);
        assertThat(report.counts().proposals()).isOne();
        assertThat(report.counts().messages()).isEqualTo(4);
        assertThat(report.counts().policies()).isOne();
        assertThat(report.reports()).isEqualTo(new AuditReport.Reports(1, 0, 0, 4, 0));
        assertThat(report.state().epoch()).isEqualTo(6);
    }

    @Test
    void a_history_whose_payloads_were_erased_is_intact() {
        var history = new TestHistory("a history with gaps", 4)
                .add("bob")
                .say("hello")
                .say("again")
                .update()
                .say("stays")
                .erase(5);
        history.events.replaceAll(event -> event.getHeader().getSeq() < 5 ? SealedEvents.erased(event) : event);
        var lines = TestExport.of(history);
        var report = TestExport.audit(lines);
        assertThat(report.lines()).as(report.lines().toString()).first().isEqualTo("epochal-audit/1 intact");
        assertThat(report.counts().messages()).isEqualTo(3);
        assertThat(report.counts().erased()).isEqualTo(2);
        var binary =
                TestExport.parts(HistoryCoding.BINARY, lines).stream().reduce(ByteString.EMPTY, ByteString::concat);
        assertThat(TestExport.audit(binary.toByteArray(), TestExport.NOTHING_GIVEN))
                .isEqualTo(report);
    }

    @Test
    void a_payload_that_a_retention_has_not_kept_long_enough_is_found() {
        var history = new TestHistory("a history with a retention", 5)
                .add("bob")
                .say("hello")
                .erase(3);
        history.events.set(2, SealedEvents.erased(history.events.get(2)));
        var kept = history.events.get(3).getHeader().getAcceptedAtMs()
                - history.events.get(2).getHeader().getAcceptedAtMs();
        assertThat(TestExport.audit(TestExport.of(history.keptFor(kept))).difference())
                .isEmpty();
        assertThat(TestExport.audit(TestExport.of(history.keptFor(kept + 1))).difference())
                .get()
                .satisfies(first -> {
                    assertThat(first.flaw()).isEqualTo(Flaw.ERASURE);
                    assertThat(first.seq()).isEqualTo(3);
                });
    }

    @Test
    void what_members_say_of_another_history_is_counted_and_is_no_difference() {
        var history = new TestHistory("a doubted one", 3)
                .add("bob")
                .seen(new MemberCheckpoint(1, TestHistory.filled(9)))
                .update()
                .reportAsIf(TestHistory.filled(9));
        var report = TestExport.audit(TestExport.of(history));
        assertThat(report.isIntact()).isTrue();
        assertThat(report.reports()).isEqualTo(new AuditReport.Reports(1, 0, 1, 0, 1));
    }

    @Test
    void two_audits_give_the_same_report() {
        var one = TestExport.audit(FILE.toByteArray(), TestExport.NOTHING_GIVEN);
        var other = TestExport.audit(FILE.toByteArray(), TestExport.NOTHING_GIVEN);
        assertThat(Json.write(one.json())).isEqualTo(Json.write(other.json()));
        assertThat(one.lines()).isEqualTo(other.lines());
        var damaged = FILE.toByteArray();
        damaged[damaged.length / 2] ^= 1;
        assertThat(TestExport.audit(damaged, TestExport.NOTHING_GIVEN))
                .isEqualTo(TestExport.audit(damaged, TestExport.NOTHING_GIVEN));
    }

    @Test
    void each_flipped_bit_is_found_in_its_line() {
        var history = new TestHistory("a short one", 2).say("hello").add("bob");
        assertThat(FlippedBits.found(HistoryCoding.JSON_LINES, TestExport.of(history)))
                .contains(Flaw.MALFORMED, Flaw.PAYLOAD, Flaw.HEADER, Flaw.CHECKPOINT_SIGNATURE);
    }

    @Test
    void a_history_without_one_of_its_lines_is_found_where_it_is_missing() {
        var lines = TestExport.of(HISTORY);
        for (int i = 0; i < lines.size(); i++) {
            var fewer = new ArrayList<>(lines);
            fewer.remove(i);
            var first = TestExport.audit(fewer).difference().orElseThrow();
            boolean last = i == lines.size() - 1;
            assertThat(first.flaw()).isEqualTo(flawWithout(i, lines.size()));
            assertThat(first.line()).isEqualTo(last ? lines.size() : i + 1L);
        }
    }

    private static Flaw flawWithout(int line, int count) {
        if (line == 0) {
            return Flaw.MALFORMED;
        }
        if (line == count - 1) {
            return Flaw.CUT;
        }
        return line == count - 2 ? Flaw.CHECKPOINT_SIZE : Flaw.SEQUENCE;
    }

    @Test
    void octets_that_are_no_export_are_refused() {
        assertFlaw(new byte[0], Flaw.MALFORMED);
        assertFlaw(new byte[10_000], Flaw.MALFORMED);
        assertFlaw("{}\n".getBytes(StandardCharsets.UTF_8), Flaw.MALFORMED);
        var twice = new ArrayList<>(TestExport.of(HISTORY));
        twice.add(twice.getLast());
        assertFlaw(TestExport.file(twice).toByteArray(), Flaw.CUT);
        var again = new ArrayList<>(TestExport.of(HISTORY));
        again.add(1, again.getFirst());
        assertFlaw(TestExport.file(again).toByteArray(), Flaw.MALFORMED);
    }

    private static void assertFlaw(byte[] file, Flaw flaw) {
        var first =
                TestExport.audit(file, TestExport.NOTHING_GIVEN).difference().orElseThrow();
        assertThat(first.flaw()).as(first.text()).isEqualTo(flaw);
    }

    @Test
    void the_state_of_each_epoch_follows_from_the_history() {
        for (long epoch = 0; epoch <= 6; epoch++) {
            var state = stateAt(epoch).orElseThrow();
            assertThat(state.epoch()).isEqualTo(epoch);
            assertThat(state.group().context().epoch()).isEqualTo(epoch);
        }
        assertThat(stateAt(1).orElseThrow().seq()).isEqualTo(1);
        assertThat(stateAt(1).orElseThrow().group().memberCount()).isEqualTo(2);
        assertThat(stateAt(7)).isEmpty();
    }

    private static Optional<GroupState> stateAt(long epoch) {
        var options = new HistoryAudit.Options(Optional.empty(), List.of(), OptionalLong.of(epoch), Witnesses.NONE);
        return HistoryAudit.run(FILE.newInput(), options, _ -> {}).state();
    }
}
