package dev.epochal.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final List<byte[]> TWO = List.of(new byte[] {1}, new byte[] {2});

    @Test
    void an_ordered_lane_is_worked_off_by_one_at_a_time_and_keeps_when_each_request_was_due() {
        var lane = Lane.ordered(TWO);

        assertThat(lane.arrive(10)).isTrue();
        assertThat(lane.arrive(20)).isFalse();
        assertThat(lane.nextDue()).hasValue(10);
        assertThat(lane.arrive(30)).isFalse();
        assertThat(lane.nextDue()).hasValue(20);
        assertThat(lane.nextDue()).hasValue(30);
        assertThat(lane.nextDue()).isEmpty();
        assertThat(lane.arrive(40)).isTrue();
    }

    @Test
    void a_free_lane_is_worked_off_by_as_many_as_requests_are_due() {
        var lane = Lane.free(TWO);

        assertThat(lane.arrive(10)).isTrue();
        assertThat(lane.arrive(20)).isTrue();
    }

    @Test
    void requests_come_in_their_order_until_there_are_none() {
        var lane = Lane.ordered(TWO);

        assertThat(lane.next())
                .hasValueSatisfying(request -> assertThat(request).containsExactly(1));
        assertThat(lane.next())
                .hasValueSatisfying(request -> assertThat(request).containsExactly(2));
        assertThat(lane.next()).isEmpty();
    }
}
