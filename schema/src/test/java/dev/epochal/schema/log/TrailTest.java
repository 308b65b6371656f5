package dev.epochal.schema.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TrailTest {
    @Test
    void a_correlation_id_comes_back_as_it_was() {
        assertThat(Trail.read(Trail.of("0d9f-4.a_B"))).isEqualTo("0d9f-4.a_B");
    }

    @Test
    void what_could_forge_a_line_of_a_log_is_left_out() {
        assertThat(Trail.read("a\nb".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(Trail.read("\"".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(Trail.read(new byte[] {(byte) 0xff})).isEmpty();
        assertThat(Trail.read("a".repeat(65).getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(Trail.read(null)).isEmpty();
    }
}
