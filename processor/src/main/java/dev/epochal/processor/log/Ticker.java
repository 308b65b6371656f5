package dev.epochal.processor.log;

import java.time.Duration;

/// The time that passes while processors rest and wait. No decision ever asks for it. Safe for use by several threads.
interface Ticker {
    /// The time of this machine.
    Ticker MACHINE = new Ticker() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            Thread.sleep(duration);
        }
    };

    /// Nanoseconds since some moment; only differences mean anything.
    long nanos();

    /// Lets time pass.
    void pause(Duration duration) throws InterruptedException;
}
