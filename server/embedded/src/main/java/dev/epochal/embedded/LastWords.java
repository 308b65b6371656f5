package dev.epochal.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What a child said before it ended.
final class LastWords {
    private static final Pattern ERROR = Pattern.compile("FATAL|ERROR|Exception|error:");
    private static final int CHARACTERS_MAX = 64 * 1024;

    private LastWords() {}

    /// The last line that names an error in any of the files, or the last line at all.
    static String of(List<Path> files) {
        return files.stream()
                .flatMap(file -> tail(file).lines())
                .filter(line -> !line.isBlank())
                .reduce((before, line) ->
                        ERROR.matcher(line).find() || !ERROR.matcher(before).find() ? line : before)
                .map(String::strip)
                .orElse("it said nothing");
    }

    private static String tail(Path file) {
        try {
            var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - CHARACTERS_MAX));
        } catch (IOException _) {
            // Without a file there are no words.
            return "";
        }
    }
}
