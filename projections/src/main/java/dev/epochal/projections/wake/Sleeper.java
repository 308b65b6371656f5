package dev.epochal.projections.wake;

import java.util.concurrent.locks.LockSupport;

/// One waiting thread. A ringing that comes before the thread sleeps is remembered.
final class Sleeper {
    private final Thread thread = Thread.currentThread();
    private volatile boolean rung;

    void wake() {
        if (!rung) {
            rung = true;
            LockSupport.unpark(thread);
        }
    }

    void forgetRinging() {
        rung = false;
    }

    /// Returns when rung, when the time has passed, or when the thread is interrupted.
    void sleep(long nanos) {
        long deadline = System.nanoTime() + nanos;
        while (!rung && !thread.isInterrupted()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }
}
