package dev.epochal.bench.floor;

import dev.epochal.bench.load.LoadResult;
import dev.epochal.bench.load.Tally;
import dev.epochal.bench.load.Window;
import dev.epochal.bench.report.Figure;

/// A run of a floor that has begun.
final class Clock {
    private final Window window;
    private final long end;
    private final Tally tally;

    Clock(Window window) {
        this.window = window;
        long from = System.nanoTime() + window.warmUp().toNanos();
        this.end = from + window.measured().toNanos();
        this.tally = new Tally(from, end);
    }

    boolean isRunning() {
        return System.nanoTime() - end < 0;
    }

    Tally tally() {
        return tally;
    }

    Figure figure(String name, String pace) {
        double rate = tally.answered() * 1e9 / window.measured().toNanos();
        return Figure.of(
                name, pace, new LoadResult(rate, tally.latency(), tally.problems(), LoadResult.Aside.NONE, ""));
    }
}
