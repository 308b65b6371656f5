package dev.epochal.mls.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.tree.ParentNode;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.vector.Vectors;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReaderTest {
    @Test
    void reads_and_writes_the_published_length_headers() {
        int count = 0;
        for (JsonNode vector : Vectors.read("deserialization.json")) {
            Octets header = Vectors.octets(vector, "vlbytes_header");
            int length = vector.get("length").asInt();
            assertThat(new Writer().length(length).toOctets()).isEqualTo(header);
            if (length > 1 << 20) {
                assertReason(header, r -> r.opaque("value"), Reason.TRUNCATED);
            } else {
                Octets value = Octets.owning(new byte[length]);
                Octets input = new Writer().raw(header).raw(value).toOctets();
                Octets read = Reader.whole(input, "value", r -> r.opaque("value"));
                assertThat(read).isEqualTo(value);
            }
            count++;
        }
        Vectors.passed("deserialization", count);
        assertThat(count).isEqualTo(14);
    }

    @Test
    void refuses_lengths_that_take_more_octets_than_they_need() {
        assertOpaque("4000", Reason.BAD_LENGTH);
        assertOpaque("403f" + "00".repeat(63), Reason.BAD_LENGTH);
        assertOpaque("80000000", Reason.BAD_LENGTH);
        assertOpaque("80003fff" + "00".repeat(0x3fff), Reason.BAD_LENGTH);
        assertOpaque("c0", Reason.BAD_LENGTH);
        assertOpaque("ffffffffffffffff", Reason.BAD_LENGTH);
    }

    @Test
    void refuses_lengths_beyond_the_input() {
        assertOpaque("", Reason.TRUNCATED);
        assertOpaque("01", Reason.TRUNCATED);
        assertOpaque("40", Reason.TRUNCATED);
        assertOpaque("800000", Reason.TRUNCATED);
        assertOpaque("bfffffff", Reason.TRUNCATED);
    }

    @Test
    void an_inner_vector_can_not_reach_beyond_the_outer_one() {
        Octets input = Octets.ofHex("0203aabbccdd");
        assertReason(input, r -> r.list("outer", inner -> inner.opaque("inner")), Reason.TRUNCATED);
    }

    @Test
    void an_optional_is_absent_or_present_and_nothing_else() {
        Optional<Integer> absent = Reader.whole(Octets.ofHex("00"), "x", r -> r.optional("x", s -> s.u8("x")));
        assertThat(absent).isEmpty();
        Optional<Integer> present = Reader.whole(Octets.ofHex("0107"), "x", r -> r.optional("x", s -> s.u8("x")));
        assertThat(present).contains(7);
        assertReason(Octets.ofHex("0207"), r -> r.optional("x", s -> s.u8("x")), Reason.UNKNOWN_VALUE);
    }

    @Test
    void code_points_take_two_octets_each() {
        Codes read = Reader.whole(Octets.ofHex("0400010a0a"), "x", r -> r.codes("x"));
        assertThat(read).isEqualTo(Codes.of(1, 0x0a0a));
        assertReason(Octets.ofHex("03000100"), r -> r.codes("x"), Reason.TRUNCATED);
    }

    @Test
    void integers_are_unsigned() {
        assertThat(Reader.of(Octets.ofHex("ffffffff")).u32("x")).isEqualTo(0xffff_ffffL);
        assertThat(Reader.of(Octets.ofHex("ffffffffffffffff")).u64("x")).isEqualTo(-1L);
    }

    @Test
    void refuses_two_extensions_of_one_type() {
        assertReason(Octets.ofHex("06f00000f00000"), Extensions::parse, Reason.DUPLICATE_EXTENSION);
    }

    @Test
    void refuses_unmerged_leaves_that_do_not_increase() {
        assertReason(Octets.ofHex("0000080000000100000001"), ParentNode::parse, Reason.NOT_INCREASING);
        assertReason(Octets.ofHex("0000080000000200000001"), ParentNode::parse, Reason.NOT_INCREASING);
    }

    @Test
    void refuses_trees_that_end_with_a_blank_node_or_mix_leaves_and_parents() {
        assertReason(Octets.ofHex("00"), RatchetTree::parse, Reason.BAD_NODE_ARRAY);
        assertReason(Octets.ofHex("0100"), RatchetTree::parse, Reason.BAD_NODE_ARRAY);
        assertReason(Octets.ofHex("050102000000"), RatchetTree::parse, Reason.BAD_NODE_ARRAY);
        assertReason(Octets.ofHex("020103"), RatchetTree::parse, Reason.UNKNOWN_VALUE);
    }

    @Test
    void says_where_and_what_it_refused() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Reader.whole(Octets.ofHex("01aabb"), "thing", r -> r.opaque("thing.part")))
                .satisfies(e -> {
                    assertThat(e.offset()).isEqualTo(2);
                    assertThat(e.what()).isEqualTo("thing");
                });
    }

    private static void assertOpaque(String hex, Reason reason) {
        assertReason(Octets.ofHex(hex), r -> r.opaque("value"), reason);
    }

    private static void assertReason(Octets input, Function<Reader, ?> parser, Reason reason) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Reader.whole(input, "value", parser))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
