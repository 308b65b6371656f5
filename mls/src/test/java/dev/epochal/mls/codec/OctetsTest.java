package dev.epochal.mls.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OctetsTest {
    @Test
    void windows_are_equal_by_contents() {
        Octets window = Octets.ofHex("00010203").slice(1, 3);
        assertThat(window).isEqualTo(Octets.ofHex("0102")).hasSameHashCodeAs(Octets.ofHex("0102"));
        assertThat(window).isNotEqualTo(Octets.ofHex("0103"));
        assertThat(window.compact()).isEqualTo(window);
    }

    @Test
    void order_is_unsigned() {
        assertThat(Octets.ofHex("80")).isGreaterThan(Octets.ofHex("7f"));
        assertThat(Octets.ofHex("7f00")).isGreaterThan(Octets.ofHex("7f"));
    }

    @Test
    void changing_an_array_outside_changes_nothing_inside() {
        byte[] bytes = {1, 2};
        Octets octets = Octets.copyOf(bytes);
        bytes[0] = 9;
        octets.toByteArray()[1] = 9;
        assertThat(octets).isEqualTo(Octets.ofHex("0102"));
    }

    @Test
    void a_window_can_not_look_beyond_its_edges() {
        Octets window = Octets.ofHex("00010203").slice(1, 3);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> window.at(2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> window.at(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> window.slice(0, 3));
    }
}
