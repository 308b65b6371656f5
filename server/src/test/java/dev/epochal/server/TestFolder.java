package dev.epochal.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Folders below `target`, which the database's own user can reach.
final class TestFolder {
    private TestFolder() {}

    /// The path of a folder that isn't there.
    static Path absent(String name) {
        var folder = Path.of("target", name).toAbsolutePath();
        if (!Files.exists(folder)) {
            return folder;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
