package dev.epochal.schema.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.PayloadKeys;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PayloadKeyTreeTest {
    private static final int EVENTS = 40;
    private static final PayloadKeys ALL =
            PayloadKeyTree.of(ByteString.copyFromUtf8("group"), ByteString.copyFrom(new byte[32]));

    @Test
    void each_event_has_a_key_of_its_own() {
        Set<ByteString> secrets = new HashSet<>();
        for (long seq = 0; seq < EVENTS; seq++) {
            assertThat(secrets.add(PayloadKeyTree.secret(ALL, seq).orElseThrow()))
                    .isTrue();
        }
        assertThat(PayloadKeyTree.secret(ALL, (1L << PayloadKeyTree.DEPTH) - 1)).isPresent();
    }

    @Test
    void what_is_erased_is_gone_and_all_others_stay_as_they_were() {
        for (long first = 0; first < EVENTS; first += 3) {
            for (long behind = first + 1; behind <= EVENTS; behind += 5) {
                assertOnlyMissing(PayloadKeyTree.without(ALL, first, behind), first, behind);
            }
        }
    }

    private static void assertOnlyMissing(PayloadKeys left, long first, long behind) {
        for (long seq = 0; seq < EVENTS; seq++) {
            boolean erased = seq >= first && seq < behind;
            assertThat(PayloadKeyTree.secret(left, seq))
                    .as("key %d without %d to %d", seq, first, behind)
                    .isEqualTo(erased ? Optional.empty() : PayloadKeyTree.secret(ALL, seq));
        }
    }

    @Test
    void no_secret_that_leads_to_an_erased_key_is_kept() {
        var left = PayloadKeyTree.without(ALL, 5, 6);
        var root = ALL.getNodes(0).getSecret();
        var lost = PayloadKeyTree.secret(ALL, 5).orElseThrow();
        assertThat(left.getNodesList())
                .hasSize(PayloadKeyTree.DEPTH)
                .noneSatisfy(node -> assertThat(node.getSecret()).isIn(root, lost));
        assertThat(left.getNodesList())
                .allSatisfy(node -> assertThat(5L >>> (PayloadKeyTree.DEPTH - node.getLevel()))
                        .isNotEqualTo(node.getIndex()));
    }

    @Test
    void everything_before_an_event_costs_no_more_than_one_secret_for_each_level() {
        var left = PayloadKeyTree.without(ALL, 0, 1_000_001);
        assertThat(left.getNodesCount()).isLessThanOrEqualTo(PayloadKeyTree.DEPTH);
        assertThat(PayloadKeyTree.secret(left, 1_000_000)).isEmpty();
        assertThat(PayloadKeyTree.secret(left, 1_000_001)).isEqualTo(PayloadKeyTree.secret(ALL, 1_000_001));
    }

    @Test
    void to_erase_the_same_again_changes_nothing() {
        var left = PayloadKeyTree.without(ALL, 3, 9);
        assertThat(PayloadKeyTree.without(left, 4, 8)).isSameAs(left);
        assertThat(PayloadKeyTree.without(PayloadKeyTree.without(ALL, 3, 6), 6, 9))
                .isEqualTo(left);
    }

    @Test
    void a_root_of_another_size_is_refused() {
        assertThatThrownBy(() -> PayloadKeyTree.of(ByteString.EMPTY, ByteString.copyFrom(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
