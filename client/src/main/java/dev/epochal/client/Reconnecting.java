package dev.epochal.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long a stream waits before it connects again: hardly at all after a connection that told something, twice as
/// long with each one that told nothing, and never all clients at the same moment. Immutable.
///
/// @param longest the longest that is waited; nothing before the first connection
record Reconnecting(Duration longest) {
    static final Reconnecting FIRST = new Reconnecting(Duration.ZERO);

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(5);

    /// What follows a connection.
    ///
    /// @param told whether the server told anything by it
    Reconnecting after(boolean told) {
        if (told || longest.isZero()) {
            return new Reconnecting(SHORT);
        }
        var twice = longest.multipliedBy(2);
        return new Reconnecting(twice.compareTo(LONG) < 0 ? twice : LONG);
    }

    void pause() throws InterruptedException {
        if (longest.isPositive()) {
            Thread.sleep(
                    Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest.toNanos() / 2, longest.toNanos())));
        }
    }
}
