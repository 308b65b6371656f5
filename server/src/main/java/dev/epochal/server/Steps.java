package dev.epochal.server;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Tells each step of the start in a line, with how long it took. Thread-safe.
final class Steps {
    private static final double NANOS = 1_000_000_000.0;

    private final Consumer<String> lines;
    private final long begin = System.nanoTime();

    Steps(Consumer<String> lines) {
        this.lines = lines;
    }

    /// Takes a step; it is told when it is over.
    <T> T step(String name, Supplier<T> work) {
        long start = System.nanoTime();
        var result = work.get();
        lines.accept(String.format(Locale.ROOT, "  %-44s %5.1f s", name, (System.nanoTime() - start) / NANOS));
        return result;
    }

    /// Takes a step that gives nothing.
    void run(String name, Runnable work) {
        step(name, () -> {
            work.run();
            return name;
        });
    }

    void say(String line) {
        lines.accept(line);
    }

    /// How long the start has taken so far.
    String elapsed() {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / NANOS);
    }
}
