package dev.epochal.embedded;

/// A short wait between two looks at a child.
final class Pause {
    private static final long MILLIS = 25;

    private Pause() {}

    static void briefly() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("Interrupted while a child process was started", e);
        }
    }
}
