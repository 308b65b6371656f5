package dev.epochal.bench.verb;

/// What is said while a run goes on, apart from its results.
final class Screen {
    private Screen() {}

    static void say(String line) {
        System.err.println("bench: " + line);
    }
}
