package dev.epochal.processor.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How the processors are.
///
/// @param loops one for each thread
/// @param quarantined how many groups and users take nothing because their recorded history contradicts itself
public record ProcessorHealth(List<Loop> loops, long quarantined) {
    /// Copies the list.
    public ProcessorHealth {
        loops = List.copyOf(loops);
    }

    /// A thread that decides.
    ///
    /// @param alive whether it runs
    /// @param lastRound when it last came round
    /// @param partitions how many partitions it has
    /// @param deciding of how many of them it decides commands; with the others it waits
    public record Loop(boolean alive, Instant lastRound, int partitions, int deciding) {}

    /// Whether every thread runs and came round not longer ago than that.
    public boolean isAlive(Instant now, Duration longest) {
        return loops.stream()
                .allMatch(loop -> loop.alive() && loop.lastRound().plus(longest).isAfter(now));
    }

    /// Whether every partition that these threads have is decided.
    public boolean isDeciding() {
        return loops.stream().allMatch(loop -> loop.deciding() == loop.partitions());
    }
}
