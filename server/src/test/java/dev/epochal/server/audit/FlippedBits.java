package dev.epochal.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.api.history.HistoryCoding;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Flips bits of an export one after the other, and expects each to be found at its place.
final class FlippedBits {
    private static final int SAMPLE = 197;

    private FlippedBits() {}

    /// Every bit of the first line, one of each octet of a message's and of the last one, all of what sets a line off
    /// from the next one, and some of the others.
    ///
    /// @param lines of an honest export, in JSON
    /// @return what was found to be wrong
    static Set<Flaw> found(HistoryCoding coding, List<ByteString> lines) {
        var parts = TestExport.parts(coding, lines);
        var file = parts.stream().reduce(ByteString.EMPTY, ByteString::concat).toByteArray();
        var flaws = EnumSet.noneOf(Flaw.class);
        int at = 0;
        for (int line = 1; line <= parts.size(); line++) {
            int begin = at;
            int end = at + parts.get(line - 1).size();
            for (; at < end; at++) {
                boolean edge = coding == HistoryCoding.BINARY ? at < begin + 2 : at == end - 1;
                boolean whole = line == 1 || edge || at % SAMPLE == 0;
                boolean once = line == 3 || line == parts.size();
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    if (whole || (once && bit == at % Byte.SIZE)) {
                        file[at] ^= (byte) (1 << bit);
                        var first =
                                TestExport.audit(file, TestExport.NOTHING_GIVEN).difference();
                        assertThat(first).as("octet " + at + ", bit " + bit).isPresent();
                        assertPlace(first.get(), line, parts.size());
                        flaws.add(first.get().flaw());
                        file[at] ^= (byte) (1 << bit);
                    }
                }
            }
        }
        return flaws;
    }

    /// What the first line tells shows where it is used: the group and the log in the first event, the key in the last
    /// line.
    private static void assertPlace(Difference first, long line, long last) {
        if (line == 1) {
            assertThat(first.line()).as(first.text()).isIn(1L, 2L, last);
        } else {
            assertThat(first.line()).as(first.text()).isIn(line, line + 1);
        }
    }
}
