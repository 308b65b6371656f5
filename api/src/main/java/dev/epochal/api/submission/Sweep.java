package dev.epochal.api.submission;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again for what has become due, on a thread of its own, until it is closed. A look that fails is
/// logged, and the next one tries again.
public final class Sweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Thread thread;

    private Sweep(Thread thread) {
        this.thread = thread;
    }

    /// Starts to look at this interval, the first time after one.
    ///
    /// @param what what is looked for, as the log tells it
    public static Sweep start(String what, Duration interval, Runnable look) {
        return new Sweep(Thread.ofVirtual().name("epochal-sweep").start(() -> run(what, interval, look)));
    }

    private static void run(String what, Duration interval, Runnable look) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(interval);
                look.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warn("{} could not be looked for; the next sweep tries again", what, e);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
