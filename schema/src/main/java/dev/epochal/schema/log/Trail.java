package dev.epochal.schema.log;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What lets an operator follow a request through the log: a header of its command. No seal covers it, no decision
/// looks at it, and no event holds it.
public final class Trail {
    /// The name of the record header that holds the correlation id of the request.
    public static final String HEADER = "correlation-id";

    private static final int LENGTH_MAX = 64;

    private Trail() {}

    /// The header's value.
    public static byte[] of(String correlationId) {
        return correlationId.getBytes(StandardCharsets.US_ASCII);
    }

    /// The correlation id; empty if there is none that can stand in a line of a log.
    public static String read(byte @Nullable [] header) {
        if (header == null || header.length > LENGTH_MAX) {
            return "";
        }
        var text = new String(header, StandardCharsets.US_ASCII);
        return text.chars().allMatch(Trail::isPlain) ? text : "";
    }

    private static boolean isPlain(int character) {
        return Character.isLetterOrDigit(character) || character == '-' || character == '.' || character == '_';
    }
}
