package dev.epochal.api.health;

import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// Looks at the way to the log and back.
///
/// @param following whether verdicts are coming in
/// @param waiting how many submissions wait for theirs
public record LogProbe(BooleanSupplier following, IntSupplier waiting) implements HealthProbe {
    @Override
    public String name() {
        return "log";
    }

    @Override
    public Finding check() {
        var condition = following.getAsBoolean() ? Condition.HEALTHY : Condition.UNHEALTHY;
        return new Finding(condition, Map.of("waiting", waiting.getAsInt()));
    }
}
