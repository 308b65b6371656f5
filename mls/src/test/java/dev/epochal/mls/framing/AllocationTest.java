package dev.epochal.mls.framing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.vector.Allocation;
import dev.epochal.mls.vector.SampleMessages;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AllocationTest {
    /// The smallest items that a vector can hold take this many octets of memory for each octet of input.
    private static final int FACTOR_MAX = 120;

    @Test
    void a_short_message_with_huge_lengths_allocates_next_to_nothing() {
        Octets huge = Octets.ofHex("00010001bfffffff00000000");
        assertThat(Allocation.ofRepeated(() -> parse(huge))).isLessThan(20_000);
    }

    @Test
    void messages_allocate_a_small_multiple_of_their_size() {
        for (Octets message : SampleMessages.all()) {
            assertThat(Allocation.ofRepeated(() -> parse(message))).isLessThan(4_000 + 40L * message.size());
        }
    }

    @Test
    void vectors_of_the_smallest_items_are_bounded_too() {
        int count = 100_000;
        Octets blanks = new Writer()
                .vector(nodes -> {
                    for (int i = 0; i < count; i++) {
                        nodes.u8(0);
                    }
                })
                .toOctets();
        assertThat(Allocation.ofRepeated(() -> parseTree(blanks))).isLessThan((long) count * FACTOR_MAX);
        Octets emptyNodes = new Writer()
                .vector(proposals -> {
                    for (int i = 0; i < count; i++) {
                        proposals.u8(2).u8(0);
                    }
                })
                .u8(0)
                .toOctets();
        assertThat(Allocation.ofRepeated(() -> parse(commit(emptyNodes)))).isLessThan(2L * count * FACTOR_MAX);
    }

    @Test
    void lists_of_one_extension_of_the_last_type_are_bounded_too() {
        int count = 20_000;
        Octets proposals = new Writer()
                .vector(list -> {
                    for (int i = 0; i < count; i++) {
                        list.u8(1)
                                .u16(7)
                                .vector(extensions -> extensions.u16(0xffff).opaque(Octets.EMPTY));
                    }
                })
                .u8(0)
                .toOctets();
        assertThat(Allocation.ofRepeated(() -> parse(commit(proposals))))
                .isLessThan((long) proposals.size() * FACTOR_MAX);
    }

    private static Octets commit(Octets body) {
        return new Writer()
                .raw(Octets.ofHex("0001000100000000000000000001000000000003"))
                .raw(body)
                .toOctets();
    }

    private static void parse(Octets octets) {
        try {
            MlsMessage.parse(octets);
        } catch (MalformedException _) {
            // Refusing is as good as reading here.
        }
    }

    private static void parseTree(Octets octets) {
        try {
            RatchetTree.parse(octets);
        } catch (MalformedException _) {
            // Refusing is as good as reading here.
        }
    }
}
