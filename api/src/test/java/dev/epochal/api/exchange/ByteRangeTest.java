package dev.epochal.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.api.exchange.ByteRange.Missing;
import dev.epochal.api.exchange.ByteRange.Piece;
import dev.epochal.api.exchange.ByteRange.Whole;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ByteRangeTest {
    private static final int LENGTH = 100;

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-, 0, 100",
        "bytes=10-19, 10, 20",
        "bytes=99-, 99, 100",
        "bytes=99-100, 99, 100",
        "bytes=10-99999999999999999999999999, 10, 100",
        "bytes=0000000000000000000000000010-19, 10, 20",
        "bytes=-1, 99, 100",
        "bytes=-100, 0, 100",
        "bytes=-101, 0, 100",
        "bytes=-99999999999999999999999999, 0, 100",
        "Bytes=5-6, 5, 7",
        "'bytes= 5-6 ', 5, 7"
    })
    void one_range_is_one_piece(String value, int from, int to) {
        assertThat(ByteRange.parse(value, LENGTH)).isEqualTo(new Piece(from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=99999999999999999999999999-", "bytes=-0"})
    void what_lies_behind_the_end_is_missing(String value) {
        assertThat(ByteRange.parse(value, LENGTH)).isEqualTo(new Missing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=5",
                "bytes=6-5",
                "bytes=a-b",
                "bytes=1-2,5-6",
                "bytes=1-2-3",
                "bytes=+1-2",
                "bytes=1 -2",
                "bytes=0x1-2",
                "items=1-2",
                "bytes 1-2",
                "bytes=\u0661-\u0662"
            })
    void what_is_not_one_range_is_ignored(String value) {
        assertThat(ByteRange.parse(value, LENGTH)).isEqualTo(new Whole());
    }

    @Test
    void of_nothing_there_is_no_piece() {
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new Missing());
        assertThat(ByteRange.parse("bytes=-1", 0)).isEqualTo(new Missing());
    }
}
