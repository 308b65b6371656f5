package dev.epochal.testkit.demo;

import dev.epochal.client.Octets;
import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/// Writes the story's lines, in colour where somebody looks at them. Thread-safe.
final class Screen {
    private final PrintStream out;
    private final boolean colour;
    private int step;

    Screen(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /// Colour on a terminal, unless NO_COLOR is set (no-color.org).
    static Screen onStandardOutput() {
        var noColour = System.getenv("NO_COLOR");
        boolean wanted = noColour == null || noColour.isEmpty();
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new Screen(System.out, wanted && terminal);
    }

    synchronized void title(String text) {
        out.println();
        out.println(bold(text));
        out.println();
    }

    /// The next step of the story.
    synchronized void step(String text) {
        step++;
        out.printf("%s  %s%n", paint("36", "%2d".formatted(step)), text);
    }

    /// What came of a step.
    synchronized void note(String text) {
        out.println("      " + text);
    }

    synchronized void good(String text) {
        note(paint("32", text));
    }

    synchronized void bad(String text) {
        note(paint("33", text));
    }

    /// A line of the server.
    synchronized void server(String line) {
        out.println(paint("2", "    server │ " + line));
    }

    synchronized void plain(String text) {
        out.println(text);
    }

    String bold(String text) {
        return paint("1", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /// The beginning of a hash, in hexadecimal.
    static String shortHash(Octets hash) {
        var hex = new StringBuilder();
        for (byte b : hash.toArray()) {
            hex.append(Character.forDigit((b >> 4) & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
        }
        return hex.length() > 12 ? hex.substring(0, 12) : hex.toString();
    }
}
