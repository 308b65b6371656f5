package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import dev.epochal.processor.core.Arrival;
import dev.epochal.processor.core.DamagedHistoryException;
import dev.epochal.processor.core.Decision;
import dev.epochal.processor.core.EarlierEvent;
import dev.epochal.projections.read.ReadPoint;
import dev.epochal.schema.record.TooLarge;
import dev.epochal.schema.record.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One key's commands of a batch, decided in order, each against the state that the one before led to.
///
/// Nothing outside is touched: if the batch's transaction fails, its results are dropped. A run is used by one thread.
///
/// @param <C> a command
/// @param <S> a state
/// @param <E> an event
final class KeyRun<C, S, E> {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRun.class);

    /// @param outcomes one for each command, in order
    /// @param state after the newest event; empty if there is none, or if the history is damaged
    /// @param events how many events were decided
    /// @param damaged whether the history contradicts itself
    record Result<S>(List<Outcome> outcomes, Optional<S> state, int events, boolean damaged) {}

    private final Ledger<C, S, E> ledger;
    private final DeadLetters deadLetters;
    private final int eventBytesMax;
    private Optional<S> state = Optional.empty();
    private int events;
    private boolean damaged;

    /// Where a run begins.
    ///
    /// @param from rebuilds the state before the first command; empty if there is none
    /// @param quarantined whether the history is already known to be damaged
    /// @param point what the read model must have reached to know what the state has forgotten
    record Start<S>(Optional<Supplier<S>> from, boolean quarantined, ReadPoint point) {}

    KeyRun(Ledger<C, S, E> ledger, DeadLetters deadLetters, int eventBytesMax) {
        this.ledger = ledger;
        this.deadLetters = deadLetters;
        this.eventBytesMax = eventBytesMax;
    }

    /// Decides the commands.
    ///
    /// @throws ReadModelBehind if the read model can't tell what the state has forgotten
    Result<S> decide(List<Received.Command<C>> commands, Start<S> start) {
        damaged = start.quarantined();
        if (!damaged) {
            restore(start.from());
        }
        List<EarlierEvent> earlier = earlier(commands, start.point());
        List<Outcome> outcomes = new ArrayList<>();
        for (var command : commands) {
            outcomes.add(damaged ? quarantined(command) : decide(command, earlier));
        }
        return new Result<>(outcomes, damaged ? Optional.empty() : state, events, damaged);
    }

    private void restore(Optional<Supplier<S>> from) {
        try {
            state = from.map(Supplier::get);
        } catch (RuntimeException e) {
            contradiction(e);
        }
    }

    /// Events that the state has forgotten. A command that was decided before is looked up even so.
    private List<EarlierEvent> earlier(List<Received.Command<C>> commands, ReadPoint point) {
        if (damaged || state.isEmpty() || commands.isEmpty()) {
            return List.of();
        }
        S known = state.get();
        boolean needed = !ledger.recallsEverySubmission(known) || wasDecided(commands.getFirst());
        return needed
                ? ledger.earlier(
                        commands.getFirst().key(),
                        commands.stream().map(Received.Command::body).toList(),
                        point)
                : List.of();
    }

    private Outcome decide(Received.Command<C> command, List<EarlierEvent> earlier) {
        try {
            var arrival = new Arrival(command.position(), command.source().timestamp(), earlier);
            boolean decided = wasDecided(command);
            return switch (ledger.decide(state, command.body(), arrival)) {
                case Decision.Accepted<E> _ when decided -> new Outcome.Skipped();
                case Decision.Accepted<E>(var event, var verdict) -> accept(command, event, verdict);
                case Decision.Repeated<E>(var verdict) -> new Outcome.Repeated(answer(command, fitting(verdict)));
                case Decision.Refused<E>(var verdict) -> new Outcome.Refused(answer(command, fitting(verdict)));
            };
        } catch (DamagedHistoryException e) {
            contradiction(e);
            return quarantined(command);
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError e) {
            return park(command, e);
        }
    }

    /// Whether an earlier transaction holds the answer: only seen when somebody moved the acknowledged position back.
    private boolean wasDecided(Received.Command<C> command) {
        return state.map(ledger::lastCommand)
                .filter(last -> last.getPartition() == command.source().partition())
                .filter(last -> command.source().offset() <= last.getOffset())
                .isPresent();
    }

    private Outcome accept(Received.Command<C> command, E event, Verdict verdict) {
        S next = follow(event);
        var written = ledger.written(next, event);
        ByteString bytes = written.event();
        if (bytes.size() > eventBytesMax) {
            var reason = TooLarge.newBuilder()
                    .setWhat("event")
                    .setSize(bytes.size())
                    .setLimit(eventBytesMax)
                    .build();
            return new Outcome.Refused(answer(
                    command,
                    Verdicts.tooLarge(command.submission(), command.source().timestamp(), reason)));
        }
        Outcome accepted = new Outcome.Accepted(command.key(), written, answer(command, fitting(verdict)));
        state = Optional.of(next);
        events++;
        return accepted;
    }

    /// An event that doesn't follow is a defect of the core and nothing of the history: it isn't appended.
    private S follow(E event) {
        try {
            return ledger.evolve(state, event);
        } catch (DamagedHistoryException e) {
            throw new IllegalStateException("The event that was decided doesn't follow from the state", e);
        }
    }

    private Verdict fitting(Verdict verdict) {
        if (verdict.getSerializedSize() > eventBytesMax) {
            throw new IllegalStateException("A verdict of " + verdict.getSerializedSize() + " octets");
        }
        return verdict;
    }

    private Outcome park(Received.Command<C> command, Throwable thrown) {
        var parked = deadLetters.failed(command, thrown);
        LOG.error(
                "The core failed on a command. It is put aside as dead letter {}: report it with its stack trace.",
                parked.letter().getId(),
                thrown);
        return parked;
    }

    private Outcome quarantined(Received.Command<C> command) {
        return new Outcome.Refused(answer(
                command,
                Verdicts.quarantined(command.submission(), command.source().timestamp())));
    }

    private void contradiction(RuntimeException e) {
        damaged = true;
        LOG.error(
                "A recorded history of {} contradicts itself: what it belongs to takes nothing more. Run fsck.",
                ledger.events().topicName(),
                e);
    }

    private static <C> Optional<Outcome.Answer> answer(Received.Command<C> command, Verdict verdict) {
        return Optional.of(new Outcome.Answer(verdict, command.submission().verdictPartition()));
    }
}
