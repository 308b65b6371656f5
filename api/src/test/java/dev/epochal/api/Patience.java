package dev.epochal.api;

import java.time.Duration;
import java.util.function.Supplier;

/// Looks every few milliseconds whether something has happened.
final class Patience {
    private Patience() {}

    static boolean await(Duration limit, Supplier<Boolean> ready) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready.get()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(Duration.ofMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
