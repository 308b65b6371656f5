package dev.epochal.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads messages of Server-Sent Events (HTML Living Standard §9.2.6). Not thread-safe.
final class StreamReader {
    private final BufferedReader lines;

    StreamReader(InputStream body) {
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8), 1 << 16);
    }

    /// The next message with data; empty if the stream has ended. What was begun and not ended by an empty line is no
    /// message.
    Optional<StreamMessage> next() throws IOException {
        var id = "";
        var name = "";
        var data = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !data.isEmpty()) {
                data.setLength(data.length() - 1);
                return Optional.of(new StreamMessage(id, name, data.toString()));
            }
            switch (field(line)) {
                case "id" -> id = value(line);
                case "event" -> name = value(line);
                case "data" -> data.append(value(line)).append('\n');
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static String field(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon);
    }

    private static String value(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return "";
        }
        int begin = line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
        return line.substring(begin);
    }
}
