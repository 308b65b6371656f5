package dev.epochal.simulation.kafka;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Something that is asked in the background.
///
/// @param atBroker what the broker does
/// @param deadline when to give up
/// @param isUnwanted whether nobody wants the answer any more
/// @param onAnswer takes the answer
/// @param onFailure takes what it failed with
record Request<T>(
        Supplier<T> atBroker,
        long deadline,
        BooleanSupplier isUnwanted,
        Consumer<T> onAnswer,
        Consumer<RuntimeException> onFailure) {
    boolean isOver() {
        return isUnwanted.getAsBoolean();
    }

    void complete(T answer) {
        if (!isOver()) {
            onAnswer.accept(answer);
        }
    }

    void fail(RuntimeException why) {
        if (!isOver()) {
            onFailure.accept(why);
        }
    }
}
