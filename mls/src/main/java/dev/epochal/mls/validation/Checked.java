package dev.epochal.mls.validation;

import java.util.function.Supplier;

/// A value that passed all its checks, or the refusal of the first check that it failed.
///
/// @param <T> what was checked
public sealed interface Checked<T> {
    /// All checks passed.
    ///
    /// @param value what was checked
    record Passed<T>(T value) implements Checked<T> {}

    /// A check failed.
    ///
    /// @param refusal which one and why
    record Refused<T>(Refusal refusal) implements Checked<T> {}

    /// Runs checks that throw [RefusedException] and turns the outcome into a value.
    static <T> Checked<T> of(Supplier<T> checks) {
        try {
            return new Passed<>(checks.get());
        } catch (RefusedException e) {
            return new Refused<>(e.refusal());
        }
    }

    /// The value; throws [RefusedException] if a check failed.
    default T orThrow() {
        return switch (this) {
            case Passed<T>(T value) -> value;
            case Refused<T>(Refusal refusal) -> throw new RefusedException(refusal);
        };
    }
}
