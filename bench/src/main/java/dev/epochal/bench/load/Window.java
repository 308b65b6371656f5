package dev.epochal.bench.load;

import java.time.Duration;

/// Which part of a run counts.
///
/// @param warmUp what is left out at the beginning
/// @param measured what counts then
public record Window(Duration warmUp, Duration measured) {
    /// The length of the run.
    public double seconds() {
        return warmUp.plus(measured).toNanos() / 1e9;
    }
}
