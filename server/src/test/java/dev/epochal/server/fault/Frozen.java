package dev.epochal.server.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// Stops a process in the middle of what it does, and lets it go on.
final class Frozen {
    /// Longer than a processor may be silent before its partitions move.
    private static final Duration FREEZE = Duration.ofSeconds(8);

    private Frozen() {}

    /// Returns when the process goes on.
    static void process(long pid) throws InterruptedException {
        process(pid, FREEZE);
    }

    /// Returns when the process goes on, also if this thread is interrupted.
    static void process(long pid, Duration length) throws InterruptedException {
        signal("STOP", pid);
        try {
            Thread.sleep(length);
        } finally {
            signal("CONT", pid);
        }
    }

    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
