package dev.epochal.mls.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.vector.Vectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TreeHashVectorTest {
    @Test
    void hashes_and_resolves_each_node_as_published() {
        int count = 0;
        for (JsonNode vector : Vectors.read("tree-validation.json")) {
            CipherSuite suite =
                    CipherSuite.of(vector.get("cipher_suite").asInt()).orElseThrow();
            RatchetTree tree = RatchetTree.parse(Vectors.octets(vector, "tree"));
            for (int node = 0; node < tree.nodeCount(); node++) {
                assertThat(tree.treeHash(suite, node))
                        .isEqualTo(
                                Octets.ofHex(vector.get("tree_hashes").get(node).asText()));
                assertThat(tree.resolution(node).toString())
                        .isEqualTo(
                                vector.get("resolutions").get(node).toString().replace(",", ", "));
            }
            count++;
        }
        Vectors.passed("tree-validation (tree hashes, resolutions)", count);
        assertThat(count).isEqualTo(98);
    }
}
