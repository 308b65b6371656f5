package dev.epochal.schema.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.MerkleProof.Head;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MerkleTreeTest {
    private static final int SIZE_MAX = 70;

    /// The leaves and roots with which implementations of Certificate Transparency are compared.
    private static final List<ByteString> LEAVES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(MerkleTreeTest::hex)
            .map(leaf -> new Sha256().octet(0).raw(leaf).finish())
            .toList();
    private static final List<ByteString> ROOTS = Stream.of(
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
            .map(MerkleTreeTest::hex)
            .toList();

    private final List<ByteString> leaves = Stream.iterate(0, i -> i + 1)
            .limit(SIZE_MAX)
            .map(i -> new Sha256().octet(0).octet(i).finish())
            .toList();
    private final MerkleTree tree = MerkleTree.of(leaves);

    private static ByteString hex(String text) {
        return ByteString.copyFrom(HexFormat.of().parseHex(text));
    }

    @Test
    void roots_are_those_of_other_implementations() {
        MerkleTree known = MerkleTree.of(LEAVES);
        CompactRange range = CompactRange.EMPTY;
        for (int size = 0; size <= LEAVES.size(); size++) {
            assertThat(known.root(size)).isEqualTo(ROOTS.get(size));
            assertThat(range.root()).isEqualTo(ROOTS.get(size));
            if (size < LEAVES.size()) {
                range = range.with(LEAVES.get(size));
            }
        }
    }

    @Test
    void a_tree_that_grows_leaf_by_leaf_has_the_same_roots() {
        CompactRange range = CompactRange.EMPTY;
        for (int size = 0; size < SIZE_MAX; size++) {
            assertThat(range.size()).isEqualTo(size);
            assertThat(range.root()).isEqualTo(tree.root(size));
            assertThat(CompactRange.parse(size, range.bytes())).isEqualTo(range);
            range = range.with(leaves.get(size));
        }
    }

    @Test
    void each_leaf_of_each_tree_is_proved_and_no_other() {
        for (int size = 1; size <= SIZE_MAX; size++) {
            ByteString root = tree.root(size);
            for (int index = 0; index < size; index++) {
                List<ByteString> path = tree.inclusion(index, size);
                ByteString leaf = leaves.get(index);
                assertThat(MerkleProof.includes(index, size, leaf, path, root)).isTrue();
                assertThat(MerkleProof.includes(index + 1, size, leaf, path, root))
                        .isFalse();
                assertThat(MerkleProof.includes(index - 1, size, leaf, path, root))
                        .isFalse();
                assertThat(MerkleProof.includes(index, size, leaf, path, tree.root(size - 1)))
                        .isFalse();
                assertThat(MerkleProof.includes(index, size, leaves.get((index + 1) % SIZE_MAX), path, root))
                        .isFalse();
                for (List<ByteString> other : broken(path)) {
                    assertThat(MerkleProof.includes(index, size, leaf, other, root))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void an_inner_node_does_not_pass_for_a_leaf() {
        ByteString node = MerkleTree.node(leaves.get(0), leaves.get(1));
        List<ByteString> path = tree.inclusion(0, 4);
        assertThat(MerkleProof.includes(0, 2, node, path.subList(1, 2), tree.root(4)))
                .as("the proof of a node against a tree of half the size is a proof of that tree only")
                .isTrue();
        assertThat(MerkleProof.includes(0, 4, node, path.subList(1, 2), tree.root(4)))
                .isFalse();
    }

    @Test
    void each_tree_is_proved_to_be_the_beginning_of_each_larger_one() {
        for (int size = 0; size <= SIZE_MAX; size++) {
            for (int older = 0; older <= size; older++) {
                Head before = new Head(older, tree.root(older));
                Head after = new Head(size, tree.root(size));
                List<ByteString> proof = tree.consistency(older, size);
                assertThat(MerkleProof.extendsTo(before, after, proof)).isTrue();
                assertThat(MerkleProof.extendsTo(new Head(older, leaves.getFirst()), after, proof))
                        .isEqualTo(older == 1);
                assertThat(MerkleProof.extendsTo(before, new Head(size, leaves.getLast()), proof))
                        .isEqualTo(older == 0 && size > 0);
                for (List<ByteString> other : broken(proof)) {
                    assertThat(MerkleProof.extendsTo(before, after, other)).isFalse();
                }
            }
        }
    }

    @Test
    void a_tree_that_lost_leaves_is_proved_to_nobody() {
        Head before = new Head(9, tree.root(9));
        assertThat(MerkleProof.extendsTo(before, new Head(8, tree.root(8)), List.of()))
                .isFalse();
        assertThat(MerkleProof.extendsTo(before, new Head(9, tree.root(8)), List.of()))
                .isFalse();
    }

    @Test
    void an_edge_with_the_wrong_number_of_hashes_is_refused() {
        assertThatThrownBy(() -> new CompactRange(3, List.of(leaves.getFirst())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CompactRange.parse(1, ByteString.copyFrom(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CompactRange.parse(-1, ByteString.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_proof_of_a_leaf_that_is_not_there_is_not_made() {
        assertThatThrownBy(() -> tree.inclusion(4, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.consistency(5, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    /// Proofs that differ from a right one: longer, shorter, turned round, one bit changed.
    private List<List<ByteString>> broken(List<ByteString> proof) {
        List<List<ByteString>> broken = new ArrayList<>();
        List<ByteString> longer = new ArrayList<>(proof);
        longer.add(leaves.getFirst());
        broken.add(longer);
        if (!proof.isEmpty()) {
            broken.add(proof.subList(0, proof.size() - 1));
            List<ByteString> changed = new ArrayList<>(proof);
            byte[] hash = changed.removeLast().toByteArray();
            hash[hash.length - 1] ^= 1;
            changed.add(ByteString.copyFrom(hash));
            broken.add(changed);
        }
        if (proof.size() > 1) {
            List<ByteString> turned = new ArrayList<>(proof);
            Collections.reverse(turned);
            broken.add(turned);
        }
        return broken;
    }
}
