package dev.epochal.processor.core;

import dev.epochal.schema.record.Verdict;

/// What was decided about one command. Every decision carries the one verdict that answers the caller.
///
/// @param <E> the kind of event
public sealed interface Decision<E> {
    /// The command became a fact.
    ///
    /// @param event what to append
    /// @param verdict the receipt
    record Accepted<E>(E event, Verdict verdict) implements Decision<E> {}

    /// The command had become a fact before: nothing is appended.
    ///
    /// @param verdict the first receipt
    record Repeated<E>(Verdict verdict) implements Decision<E> {}

    /// The command is refused: nothing is appended.
    ///
    /// @param verdict the refusal
    record Refused<E>(Verdict verdict) implements Decision<E> {}

    /// The answer for the caller.
    Verdict verdict();
}
