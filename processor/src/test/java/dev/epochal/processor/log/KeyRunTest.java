package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.processor.core.DamagedHistoryException;
import dev.epochal.projections.read.ReadPoint;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Refusal.ReasonCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class KeyRunTest {
    private static final int BYTES_MAX = 8 << 20;
    private static final int RECENT_MAX = 100;
    private static final ReadPoint POINT = new ReadPoint(Topic.GROUP_EVENTS, 0, 0);

    private final List<GroupEvent> history = new ArrayList<>();
    private final TallyLedger ledger = new TallyLedger(_ -> history, RECENT_MAX);
    private long offset;

    @Test
    void each_command_is_decided_on_the_state_that_the_one_before_led_to() {
        var result = run(Optional.empty(), command("a"), command("b"), command("c"));
        assertThat(result.outcomes()).allMatch(Outcome.Accepted.class::isInstance);
        assertThat(result.state()).get().extracting(Tally::seq).isEqualTo(2L);
        assertThat(result.events()).isEqualTo(3);
    }

    @Test
    void a_repetition_in_the_same_batch_is_recognised() {
        var result = run(Optional.empty(), command("a"), command("a"));
        assertThat(result.outcomes().getLast()).isInstanceOf(Outcome.Repeated.class);
        assertThat(result.events()).isEqualTo(1);
    }

    @Test
    void a_throwing_core_parks_the_command_and_goes_on() {
        var result = run(Optional.empty(), command("a"), Commands.command("g", "b", TallyLedger.THROW), command("c"));
        var parked = (Outcome.Parked) result.outcomes().get(1);
        assertThat(parked.letter().getStackTrace()).contains("told to throw");
        assertThat(parked.letter().getPosition().getOffset()).isEqualTo(1);
        assertThat(parked.answer()
                        .orElseThrow()
                        .verdict()
                        .getRefusal()
                        .getFault()
                        .getId())
                .isEqualTo(parked.letter().getId());
        assertThat(result.state()).get().extracting(Tally::seq).isEqualTo(1L);
    }

    @Test
    void an_event_that_does_not_follow_is_parked_and_not_appended() {
        var result = run(Optional.empty(), Commands.command("g", "a", TallyLedger.UNFIT), command("b"));
        assertThat(result.outcomes().getFirst()).isInstanceOf(Outcome.Parked.class);
        assertThat(result.damaged()).isFalse();
        assertThat(result.state()).get().extracting(Tally::seq).isEqualTo(0L);
    }

    @Test
    void an_event_larger_than_a_record_is_refused() {
        var result = run(Optional.empty(), Commands.command("g", "a", TallyLedger.HUGE), command("b"));
        assertThat(reason(result.outcomes().getFirst())).isEqualTo(ReasonCase.TOO_LARGE);
        assertThat(result.events()).isEqualTo(1);
    }

    @Test
    void a_state_that_can_not_be_rebuilt_quarantines_the_group() {
        var result = run(
                Optional.of(() -> {
                    throw new DamagedHistoryException("on purpose");
                }),
                command("a"),
                command("b"));
        assertThat(result.damaged()).isTrue();
        assertThat(result.state()).isEmpty();
        assertThat(result.outcomes()).extracting(KeyRunTest::reason).containsOnly(ReasonCase.GROUP_QUARANTINED);
    }

    @Test
    void what_was_decided_in_an_earlier_transaction_is_answered_again_but_never_appended_again() {
        history.add(event("a", 0, 5));
        history.add(event("c", 1, 7));
        offset = 5;
        var result = run(loaded(), command("a"), Commands.command("g", "b"), command("c"), command("d"));
        assertThat(result.outcomes().get(0)).isInstanceOf(Outcome.Repeated.class);
        assertThat(result.outcomes().get(1)).isInstanceOf(Outcome.Skipped.class);
        assertThat(result.outcomes().get(2)).isInstanceOf(Outcome.Repeated.class);
        assertThat(result.outcomes().get(3)).isInstanceOf(Outcome.Accepted.class);
        assertThat(result.state()).get().extracting(Tally::seq).isEqualTo(2L);
    }

    private Optional<Supplier<Tally>> loaded() {
        return Optional.of(ledger.load(List.of(ByteString.copyFromUtf8("g")), POINT)
                .values()
                .iterator()
                .next());
    }

    private static GroupEvent event(String name, long seq, long command) {
        var event = GroupEvent.newBuilder();
        event.getHeaderBuilder().setSeq(seq).setBodyDigest(ByteString.copyFromUtf8(name));
        event.getHeaderBuilder().getCommandBuilder().setOffset(command);
        return event.build();
    }

    private static GroupCommand command(String name) {
        return Commands.command("g", name);
    }

    private KeyRun.Result<Tally> run(Optional<Supplier<Tally>> from, GroupCommand... commands) {
        var reader = new CommandReader<>(ledger);
        List<Received.Command<GroupCommand>> received = new ArrayList<>();
        for (var command : commands) {
            received.add((Received.Command<GroupCommand>) reader.read(Commands.at(offset++, command)));
        }
        var deadLetters = new DeadLetters(Topic.GROUP_COMMANDS.topicName(), BYTES_MAX);
        return new KeyRun<>(ledger, deadLetters, BYTES_MAX).decide(received, new KeyRun.Start<>(from, false, POINT));
    }

    private static ReasonCase reason(Outcome outcome) {
        return outcome.answer().orElseThrow().verdict().getRefusal().getReasonCase();
    }
}
