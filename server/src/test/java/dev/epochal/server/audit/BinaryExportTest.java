package dev.epochal.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.api.history.HistoryCoding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The binary form of an export says the same as its lines.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BinaryExportTest {
    private static final List<ByteString> LINES = TestExport.of(TestHistory.told("a group with an id", 1));
    private static final List<ByteString> PARTS = TestExport.parts(HistoryCoding.BINARY, LINES);
    private static final int SAMPLE = 211;

    private static ByteString joined(List<ByteString> parts) {
        return parts.stream().reduce(ByteString.EMPTY, ByteString::concat);
    }

    private static AuditReport audit(ByteString file) {
        return TestExport.audit(file.toByteArray(), TestExport.NOTHING_GIVEN);
    }

    private static Difference found(ByteString file) {
        return audit(file).difference().orElseThrow();
    }

    @Test
    void an_audit_gives_the_report_that_it_gives_of_the_lines() {
        assertThat(audit(joined(PARTS))).isEqualTo(TestExport.audit(LINES));
        assertThat(audit(joined(PARTS)).isIntact()).isTrue();
        assertThat(joined(PARTS).size()).isLessThan(TestExport.file(LINES).size() * 4 / 5);
        for (int i = 1; i < PARTS.size(); i++) {
            var fewer = new ArrayList<>(PARTS);
            var fewerLines = new ArrayList<>(LINES);
            fewer.remove(i);
            fewerLines.remove(i);
            assertThat(audit(joined(fewer))).isEqualTo(TestExport.audit(fewerLines));
        }
    }

    @Test
    void each_flipped_bit_is_found_in_its_record() {
        var history = new TestHistory("a short one", 2).say("hello").add("bob");
        assertThat(FlippedBits.found(HistoryCoding.BINARY, TestExport.of(history)))
                .contains(Flaw.MALFORMED, Flaw.PAYLOAD, Flaw.HEADER, Flaw.CHECKPOINT_SIGNATURE);
    }

    @Test
    void an_end_that_was_cut_off_is_found_where_it_is_missing() {
        var file = joined(PARTS);
        int begin = 0;
        for (int line = 1; line <= PARTS.size(); line++) {
            int end = begin + PARTS.get(line - 1).size();
            for (int at = begin; at < end; at += at == begin ? 1 : SAMPLE) {
                var first = found(file.substring(0, at));
                assertThat(first.line()).as("octet " + at).isEqualTo(line);
                assertThat(first.flaw()).isIn(Flaw.CUT, Flaw.MALFORMED);
            }
            begin = end;
        }
        assertThat(found(file.concat(ByteString.copyFromUtf8("more"))).flaw()).isEqualTo(Flaw.CUT);
    }

    /// Too long, never ending, more than there is, and digits that say nothing.
    @ParameterizedTest
    @ValueSource(strings = {"ffffff7f", "ffffffffffffffffff01", "8080808080", "a08080", "8000", "80", "ff01", "00"})
    void what_is_no_length_is_refused(String length) {
        var file = HistoryCoding.BINARY.magic().concat(ByteString.fromHex(length));
        assertThat(found(file)).extracting(Difference::flaw, Difference::line).containsExactly(Flaw.MALFORMED, 1L);
    }

    @Test
    void a_record_has_one_spelling() {
        int lengthOctets = 2;
        var opening = PARTS.getFirst().substring(HistoryCoding.BINARY.magic().size() + lengthOctets);
        for (var more : List.of("7a00", "0801", "0a00", "1a00", "fa0100")) {
            var octets = opening.concat(ByteString.fromHex(more));
            var file = HistoryCoding.BINARY
                    .magic()
                    .concat(HistoryCoding.length(octets.size()))
                    .concat(octets)
                    .concat(joined(PARTS.subList(1, PARTS.size())));
            assertThat(found(file)).extracting(Difference::flaw).isEqualTo(Flaw.MALFORMED);
        }
    }
}
