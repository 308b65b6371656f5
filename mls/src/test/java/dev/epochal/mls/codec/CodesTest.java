package dev.epochal.mls.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CodesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 64, 65, 5_000})
    void finds_and_counts_code_points_in_short_and_in_long_lists(int size) {
        Codes codes = Codes.of(
                IntStream.range(0, 2 * size).map(i -> 0xffff - 7 * (i % size)).toArray());
        assertThat(codes.distinct().toArray())
                .isEqualTo(codes.stream().distinct().toArray())
                .hasSize(size);
        for (int code = 0; code < 0x1_0000; code += 3) {
            assertThat(codes.lookup().test(code)).isEqualTo(codes.contains(code));
        }
    }
}
