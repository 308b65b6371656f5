package dev.epochal.server;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/// Tells how far a long work has come, in a line each second at most.
final class ProgressLines {
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final double PERCENT = 100.0;

    private final Steps steps;
    private long toldAt = System.nanoTime();

    ProgressLines(Steps steps) {
        this.steps = steps;
    }

    /// @param what what has been done so far, of nobody knows how much; only asked when a line is due
    void tell(Supplier<String> what) {
        long now = System.nanoTime();
        if (now - toldAt >= INTERVAL) {
            toldAt = now;
            steps.say("  … " + what.get());
        }
    }

    /// @param what what has been done so far
    /// @param done how much of the whole that is
    /// @param whole how much there is
    void tell(String what, long done, long whole) {
        long now = System.nanoTime();
        if (now - toldAt >= INTERVAL) {
            toldAt = now;
            steps.say(String.format(
                    Locale.ROOT, "  … %5.1f %%  %s", whole == 0 ? PERCENT : PERCENT * done / whole, what));
        }
    }
}
