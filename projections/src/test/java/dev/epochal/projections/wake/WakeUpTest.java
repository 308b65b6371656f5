package dev.epochal.projections.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WakeUpTest {
    private static final WakeUp SOME = new WakeUp(-7, new News(Map.of(3, 99L, 0, 1L), Set.of(-5L, 0L, Long.MAX_VALUE)));

    @Test
    void what_is_written_is_read() {
        assertThat(WakeUp.parse(SOME.toBytes())).contains(SOME);
        var nothing = new WakeUp(0, new News(Map.of(), Set.of()));
        assertThat(WakeUp.parse(nothing.toBytes())).contains(nothing);
    }

    @Test
    void the_form_is_the_documented_one() {
        var octets = HexFormat.of().formatHex(new WakeUp(7, new News(Map.of(1, 2L), Set.of(3L))).toBytes());
        assertThat(octets)
                .isEqualTo("01" + "0000000000000007" + "0001" + "00000001" + "0000000000000002" + "0001"
                        + "0000000000000003");
    }

    @Test
    void the_largest_one_is_read_and_a_larger_one_is_never_made() {
        var largest = new WakeUp(1, new News(places(WakeUp.REACHED_MAX), subjects(WakeUp.SUBJECTS_MAX)));
        assertThat(WakeUp.parse(largest.toBytes())).contains(largest);
        var morePlaces = new News(places(WakeUp.REACHED_MAX + 1), Set.of());
        var moreSubjects = new News(Map.of(), subjects(WakeUp.SUBJECTS_MAX + 1));
        assertThatThrownBy(() -> new WakeUp(1, morePlaces)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WakeUp(1, moreSubjects)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_cut_or_longer_or_of_another_version_is_none() {
        byte[] good = SOME.toBytes();
        for (int length = 0; length < good.length; length++) {
            assertThat(WakeUp.parse(Arrays.copyOf(good, length))).isEmpty();
        }
        assertThat(WakeUp.parse(Arrays.copyOf(good, good.length + 1))).isEmpty();
        assertThat(WakeUp.parse(Arrays.copyOf(good, 1 << 20))).isEmpty();
        good[0] = 2;
        assertThat(WakeUp.parse(good)).isEmpty();
    }

    @Test
    void what_claims_more_than_there_is_or_may_be_is_none() {
        assertThat(WakeUp.parse(head(0xffff).array())).isEmpty();
        assertThat(WakeUp.parse(head(0).putShort(11, (short) 0xffff).array())).isEmpty();
        assertThat(WakeUp.parse(
                        head(0).putShort(11, (short) (WakeUp.SUBJECTS_MAX + 1)).array()))
                .isEmpty();
    }

    @Test
    void what_no_partition_offset_or_order_could_be_is_none() {
        assertThat(WakeUp.parse(placed(-1, 0, 1, 0))).isEmpty();
        assertThat(WakeUp.parse(placed(0, -1, 1, 0))).isEmpty();
        assertThat(WakeUp.parse(placed(1, 0, 1, 0))).isEmpty();
        assertThat(WakeUp.parse(placed(1, 0, 0, 0))).isEmpty();
        assertThat(WakeUp.parse(placed(0, 0, 1, 0))).isPresent();
        assertThat(WakeUp.parse(concerning(5, 5))).isEmpty();
        assertThat(WakeUp.parse(concerning(5, 4))).isEmpty();
        assertThat(WakeUp.parse(concerning(Long.MIN_VALUE, 4))).isPresent();
    }

    @Test
    void groups_and_clients_are_told_apart_and_by_no_name() {
        var name = ByteString.copyFromUtf8("alice");
        var news = News.of(List.of(name), List.of(client("alice", ""), client("", "alice"), client("al", "ice")));
        assertThat(news.subjects()).hasSize(4);
        assertThat(new String(new WakeUp(1, news).toBytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain("alice");
    }

    private static Identity client(String user, String client) {
        return Identity.newBuilder().setUser(user).setClient(client).build();
    }

    private static Map<Integer, Long> places(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(each -> each, each -> 1L << 40));
    }

    private static Set<Long> subjects(int count) {
        return LongStream.range(0, count).boxed().collect(Collectors.toSet());
    }

    private static ByteBuffer head(int places) {
        return ByteBuffer.allocate(1 + 8 + 2 + 2).put((byte) 1).putLong(1).putShort((short) places);
    }

    private static byte[] placed(int first, long firstOffset, int second, long secondOffset) {
        return ByteBuffer.allocate(1 + 8 + 2 + 2 * 12 + 2)
                .put((byte) 1)
                .putLong(1)
                .putShort((short) 2)
                .putInt(first)
                .putLong(firstOffset)
                .putInt(second)
                .putLong(secondOffset)
                .array();
    }

    private static byte[] concerning(long first, long second) {
        return ByteBuffer.allocate(1 + 8 + 2 + 2 + 2 * 8)
                .put((byte) 1)
                .putLong(1)
                .putShort((short) 0)
                .putShort((short) 2)
                .putLong(first)
                .putLong(second)
                .array();
    }
}
