package dev.epochal.server.fault;

import java.time.Duration;

/// Measures the longest time in which nothing was acknowledged to any writer.
final class PauseWatch implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final Writers writers;
    private final Thread thread = Thread.ofPlatform().name("pause-watch").unstarted(this::watch);
    private volatile long longest;

    private PauseWatch(Writers writers) {
        this.writers = writers;
    }

    static PauseWatch begin(Writers writers) {
        var watch = new PauseWatch(writers);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        int seen = writers.acknowledgements();
        long since = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                long now = System.nanoTime();
                longest = Math.max(longest, now - since);
                int count = writers.acknowledgements();
                if (count != seen) {
                    seen = count;
                    since = now;
                }
            }
        } catch (InterruptedException _) {
            // The end of what was to be measured.
        }
    }

    Duration longest() {
        return Duration.ofNanos(longest);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
