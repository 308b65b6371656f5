package dev.epochal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PortsTest {
    /// Of so many that are chosen at random some would be equal.
    private static final int MANY = 2_000;

    @Test
    void no_port_is_chosen_twice() {
        assertThat(IntStream.range(0, MANY).map(_ -> Ports.free())).doesNotHaveDuplicates();
    }
}
