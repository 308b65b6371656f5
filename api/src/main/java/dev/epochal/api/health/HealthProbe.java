package dev.epochal.api.health;

import java.util.Map;

/// Looks at one thing that the server needs. It may take its time, within reason, and may throw: both count as
/// unhealthy.
public interface HealthProbe {
    /// The name under `checks`.
    String name();

    /// How it is now.
    Finding check();

    /// How well a thing is.
    enum Condition {
        /// As it should be.
        HEALTHY,
        /// It works, but somebody should look at it.
        DEGRADED,
        /// It does not work.
        UNHEALTHY
    }

    /// What was found.
    ///
    /// @param condition how well it is
    /// @param details numbers and words for a person; no secrets, no identities
    record Finding(Condition condition, Map<String, Object> details) {
        /// Nothing is wrong, and there is nothing to say.
        public static Finding healthy() {
            return new Finding(Condition.HEALTHY, Map.of());
        }
    }
}
