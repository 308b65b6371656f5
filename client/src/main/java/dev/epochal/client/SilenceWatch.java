package dev.epochal.client;

import java.io.InputStream;
import java.time.Duration;

/// Closes a stream that gives no sign of life: reading it would wait for ever on a connection that died without a word.
final class SilenceWatch implements AutoCloseable {
    private final InputStream body;
    private final Duration silenceMax;
    private final Thread thread;
    private volatile long heardNanos = System.nanoTime();

    SilenceWatch(InputStream body, Duration silenceMax) {
        this.body = body;
        this.silenceMax = silenceMax;
        this.thread = Thread.ofVirtual().name("epochal-silence").start(this::run);
    }

    /// The stream is alive.
    void heard() {
        heardNanos = System.nanoTime();
    }

    private void run() {
        try {
            while (true) {
                long left = heardNanos + silenceMax.toNanos() - System.nanoTime();
                if (left <= 0) {
                    Following.closeQuietly(body);
                    return;
                }
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException _) {
            // The stream has ended by itself.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
