package dev.epochal.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for what comes true by itself.
public final class Eventually {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Eventually() {}

    /// Looks again and again until it holds.
    ///
    /// @throws AssertionError if it does not within three minutes, for the machine may be busy with other things
    public static void holds(String what, BooleanSupplier condition) {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + LIMIT.toSeconds() + " s: " + what);
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting: " + what, e);
            }
        }
    }
}
