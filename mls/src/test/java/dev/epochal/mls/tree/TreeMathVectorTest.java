package dev.epochal.mls.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.epochal.mls.vector.Vectors;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TreeMathVectorTest {
    @Test
    void finds_the_neighbours_of_each_node() {
        int count = 0;
        for (JsonNode vector : Vectors.read("tree-math.json")) {
            int leaves = vector.get("n_leaves").asInt();
            assertThat(TreeMath.nodeCount(leaves))
                    .isEqualTo(vector.get("n_nodes").asInt());
            assertThat(TreeMath.root(leaves)).isEqualTo(vector.get("root").asInt());
            compare(vector.get("left"), TreeMath::left);
            compare(vector.get("right"), TreeMath::right);
            compare(vector.get("parent"), node -> TreeMath.parent(node, leaves));
            compare(vector.get("sibling"), node -> TreeMath.sibling(node, leaves));
            count++;
        }
        Vectors.passed("tree-math", count);
        assertThat(count).isEqualTo(10);
    }

    private static void compare(JsonNode expected, IntFunction<OptionalInt> actual) {
        for (int node = 0; node < expected.size(); node++) {
            JsonNode value = expected.get(node);
            assertThat(actual.apply(node))
                    .isEqualTo(value.isNull() ? OptionalInt.empty() : OptionalInt.of(value.asInt()));
        }
    }

    @Test
    void knows_which_leaves_stand_below_a_node() {
        assertThat(TreeMath.firstLeafBelow(7)).isZero();
        assertThat(TreeMath.firstLeafBelow(13)).isEqualTo(6);
        assertThat(TreeMath.covers(13, 7)).isTrue();
        assertThat(TreeMath.covers(13, 5)).isFalse();
        assertThat(TreeMath.fullLeafCount(5)).contains(8);
        assertThat(TreeMath.fullLeafCount(1L << 31)).isEmpty();
    }
}
