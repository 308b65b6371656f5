package dev.epochal.mls.framing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.vector.SampleMessages;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AllocationTest {
    /// The smallest items that a vector can hold take this many octets of memory for each octet of input.
    private static final int FACTOR_MAX = 120;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void a_short_message_with_huge_lengths_allocates_next_to_nothing() {
        Octets huge = Octets.ofHex("00010001bfffffff00000000");
        assertThat(allocated(() -> parse(huge))).isLessThan(20_000);
    }

    @Test
    void messages_allocate_a_small_multiple_of_their_size() {
        for (Octets message : SampleMessages.all()) {
            assertThat(allocated(() -> parse(message))).isLessThan(4_000 + 40L * message.size());
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
        assertThat(allocated(() -> parseTree(blanks))).isLessThan((long) count * FACTOR_MAX);
        Octets emptyNodes = new Writer()
                .vector(proposals -> {
                    for (int i = 0; i < count; i++) {
                        proposals.u8(2).u8(0);
                    }
                })
                .u8(0)
                .toOctets();
        Octets commit = new Writer()
                .raw(Octets.ofHex("0001000100000000000000000001000000000003"))
                .raw(emptyNodes)
                .toOctets();
        assertThat(allocated(() -> parse(commit))).isLessThan(2L * count * FACTOR_MAX);
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

    private long allocated(Runnable work) {
        work.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
