package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.processor.core.Arrival;
import dev.epochal.processor.core.Decision;
import dev.epochal.processor.core.EarlierEvent;
import dev.epochal.projections.read.ReadPoint;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.Position;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What differs between the log of groups and that of the directory. Safe for use by several threads.
///
/// @param <C> a command
/// @param <S> the state that commands of one key are decided against
/// @param <E> an event
interface Ledger<C, S, E> {
    /// The topic that is read.
    Topic commands();

    /// The topic that is written.
    Topic events();

    /// Reads a command.
    C parse(byte[] value) throws InvalidProtocolBufferException;

    /// The record key that a command must have: commands of one key are decided in order.
    ByteString key(C command);

    /// What answering the command needs.
    Submission submission(C command);

    /// Asks the core. Whatever it throws is a defect.
    Decision<E> decide(Optional<S> state, C command, Arrival arrival);

    /// The state after an event.
    S evolve(Optional<S> state, E event);

    /// The event as it stands on the log, and what has to stand there with it.
    ///
    /// @param after the state after the event
    Written written(S after, E event);

    /// What one transaction has to hold of an event.
    ///
    /// @param event the event's record
    /// @param payloadKeys the record of its group's keys, if the event changes them
    record Written(ByteString event, Optional<ByteString> payloadKeys) {}

    /// The command that an event on the log decided.
    Position commandOf(byte[] event) throws InvalidProtocolBufferException;

    /// The newest command that this state has seen accepted.
    Position lastCommand(S state);

    /// How many of its newest events a state knows.
    int recentMax();

    /// Whether the state itself knows each submission that was ever accepted.
    boolean recallsEverySubmission(S state);

    /// Approximate size in memory.
    long weight(S state);

    /// Reads states from the read model in one go. They are rebuilt only when asked for, since that takes long; what
    /// that throws means that the recorded history is damaged. Absent keys have no history.
    ///
    /// @param point what the read model must have reached
    Map<ByteString, Supplier<S>> load(Collection<ByteString> keys, ReadPoint point);

    /// What was accepted before of submissions with the same idempotency keys or the same bytes as these commands.
    ///
    /// @param point what the read model must have reached
    List<EarlierEvent> earlier(ByteString key, List<C> commands, ReadPoint point);
}
