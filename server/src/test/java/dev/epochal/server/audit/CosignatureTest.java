package dev.epochal.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.schema.history.SignedNote;
import dev.epochal.server.audit.Witnesses.Cosignature;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Exports under a checkpoint that witnesses have cosigned.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CosignatureTest {
    private static final long AT = 1_700_000_000;
    private static final TestHistory HISTORY =
            new TestHistory("a witnessed one", 5).add("bob").say("hello");
    private static final TestWitness ONE = new TestWitness("witness.example/one", TestHistory.filled(71));
    private static final TestWitness OTHER = new TestWitness("witness.example/other", TestHistory.filled(72));

    private final SignedNote note =
            TestExport.checkpoint(HISTORY.events, TestExport.SIGNER).signedBy(TestExport.SIGNER);

    private static AuditReport audit(SignedNote under, TestWitness... known) {
        var file = TestExport.file(TestExport.of(HISTORY.events, under.toString()));
        var keys = Arrays.stream(known).map(TestWitness::key).toList();
        var options = new HistoryAudit.Options(
                Optional.empty(), List.of(), OptionalLong.empty(), new Witnesses(keys, List.of()));
        return TestExport.audit(file.toByteArray(), options);
    }

    @Test
    void the_report_says_which_witness_has_cosigned_how_many_events() {
        var report = audit(OTHER.cosigning(ONE.cosigning(note, AT), AT + 7), ONE, OTHER);
        assertThat(report.difference()).isEmpty();
        assertThat(report.cosigned())
                .containsExactly(
                        new Cosignature(ONE.name(), HISTORY.events.size(), AT),
                        new Cosignature(OTHER.name(), HISTORY.events.size(), AT + 7));
        assertThat(report.lines())
                .contains("cosigned                  3 events by witness.example/one at 2023-11-14T22:13:20Z");
        assertThat(report.json().path("cosigned").path(1).path("witness").asText())
                .isEqualTo(OTHER.name());
    }

    @Test
    void who_is_not_known_counts_for_nothing_whatever_stands_there() {
        assertThat(audit(ONE.cosigning(note, AT)).isIntact()).isTrue();
        var report = audit(OTHER.forged(ONE.cosigning(note, AT), AT), ONE);
        assertThat(report.difference()).isEmpty();
        assertThat(report.cosigned()).extracting(Cosignature::witness).containsExactly(ONE.name());
    }

    @Test
    void a_known_witness_that_has_not_cosigned_is_not_named() {
        var report = audit(note, ONE);
        assertThat(report.isIntact()).isTrue();
        assertThat(report.cosigned()).isEmpty();
    }

    @Test
    void a_line_that_a_known_witness_has_not_signed_is_a_difference() {
        var first = audit(ONE.forged(note, AT), ONE).difference().orElseThrow();
        assertThat(first.flaw()).isEqualTo(Flaw.COSIGNATURE);
        assertThat(first.detail()).contains(ONE.name());
        var shorter = TestExport.checkpoint(HISTORY.events.subList(0, 2), TestExport.SIGNER)
                .signedBy(TestExport.SIGNER);
        var line = ONE.cosigning(shorter, AT).signatures().getLast();
        var moved = new SignedNote(note.text(), List.of(note.signatures().getFirst(), line));
        assertThat(audit(moved, ONE).difference().orElseThrow().flaw()).isEqualTo(Flaw.COSIGNATURE);
    }

    @Test
    void a_witness_does_not_stand_for_the_log() {
        var without = new SignedNote(note.text(), List.of());
        var first = audit(ONE.cosigning(without, AT), ONE).difference().orElseThrow();
        assertThat(first.flaw()).isEqualTo(Flaw.CHECKPOINT_SIGNATURE);
    }
}
