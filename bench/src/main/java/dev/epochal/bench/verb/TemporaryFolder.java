package dev.epochal.bench.verb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A folder that is deleted when it is closed. It lies on the disk that is measured, not in memory.
///
/// @param path where it is
record TemporaryFolder(Path path) implements AutoCloseable {
    static TemporaryFolder create(Path parent) {
        try {
            Files.createDirectories(parent);
            return new TemporaryFolder(Files.createTempDirectory(parent, "run-"));
        } catch (IOException e) {
            throw new UncheckedIOException("No folder can be made in " + parent, e);
        }
    }

    @Override
    public void close() {
        try (var paths = Files.walk(path)) {
            for (var each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            Screen.say("could not delete " + path + ": " + e.getMessage());
        }
    }
}
