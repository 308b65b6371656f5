package dev.epochal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OctetsTest {
    @Test
    void are_equal_by_content_and_survive_the_text_form() {
        var octets = Octets.of(new byte[] {-1, -2, -3, 0});

        assertThat(octets)
                .hasToString("__79AA")
                .isEqualTo(Octets.parse("__79AA"))
                .hasSameHashCodeAs(Octets.parse("__79AA"));
    }

    @Test
    void keep_their_bytes_to_themselves() {
        byte[] given = {1, 2};
        var octets = Octets.of(given);

        given[0] = 9;
        octets.toArray()[1] = 9;

        assertThat(octets.toArray()).containsExactly(1, 2);
    }

    @Test
    void refuse_a_text_that_is_not_base64url() {
        assertThatThrownBy(() -> Octets.parse("+/+/")).isInstanceOf(IllegalArgumentException.class);
    }
}
