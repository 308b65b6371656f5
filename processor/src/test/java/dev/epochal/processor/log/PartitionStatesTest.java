package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.ReadPoint;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PartitionStatesTest {
    private static final long TAKEN_OVER_AT = 7;
    private static final ByteString COLD = ByteString.copyFromUtf8("cold");
    private static final ByteString WARM = ByteString.copyFromUtf8("warm");

    private final TallyLedger ledger = new TallyLedger(_ -> List.of(), 100);
    private final ReadBarrier barrier = new ReadBarrier((_, _) -> 1_000, Topic.GROUP_EVENTS, 0, Ticker.MACHINE);

    private PartitionStates<Tally> states(long weightMax) {
        var live = new LiveStates<Tally>(_ -> 1, () -> weightMax);
        return new PartitionStates<>(
                ledger, live, new PartitionStates.Source(barrier, Duration.ofMinutes(1)), TAKEN_OVER_AT);
    }

    /// The barrier asks only once, but the read model may go back after that: its answer has to prove itself.
    @Test
    void each_load_demands_what_the_state_needs_however_far_the_read_model_was_before() {
        var states = states(100);
        barrier.await(TAKEN_OVER_AT, Duration.ofMinutes(1));
        assertThat(states.before(List.of(COLD)).point()).isEqualTo(point(TAKEN_OVER_AT));
        assertThat(ledger.points()).containsExactly(point(TAKEN_OVER_AT));
    }

    @Test
    void what_had_to_leave_the_memory_is_loaded_no_older_than_it_was() {
        var states = states(1);
        adopt(states, WARM, 20);
        adopt(states, COLD, 30);
        states.before(List.of(WARM));
        assertThat(ledger.points()).containsExactly(point(20));
    }

    private static void adopt(PartitionStates<Tally> states, ByteString key, long end) {
        var tally = Tally.first(GroupEvent.getDefaultInstance());
        states.adopt(key, new KeyRun.Result<>(List.of(), Optional.of(tally), 1, false), end);
    }

    private static ReadPoint point(long position) {
        return new ReadPoint(Topic.GROUP_EVENTS, 0, position);
    }
}
