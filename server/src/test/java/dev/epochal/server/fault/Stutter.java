package dev.epochal.server.fault;

import java.time.Duration;

/// A process that stops and goes on, again and again: slow, but not dead.
final class Stutter implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(300);

    private final Thread thread;

    private Stutter(long pid) {
        this.thread = Thread.ofPlatform().name("stutter-" + pid).unstarted(() -> run(pid));
    }

    /// Slows a process down until this is closed.
    static Stutter of(long pid) {
        var stutter = new Stutter(pid);
        stutter.thread.start();
        return stutter;
    }

    private static void run(long pid) {
        try {
            while (true) {
                Frozen.process(pid, BEAT);
                Thread.sleep(BEAT);
            }
        } catch (InterruptedException _) {
            // The end: the process goes on.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
