package dev.epochal.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Folders below `target`, which the database's own user can reach.
public final class TestFolder {
    private TestFolder() {}

    /// The path of a folder that isn't there, and that no test in another Java machine uses.
    public static Path absent(String name) {
        var fork = System.getProperty("epochal.fork", "no-fork");
        var folder = Path.of("target", fork, name).toAbsolutePath();
        if (Files.exists(folder)) {
            delete(folder);
        }
        return folder;
    }

    /// Deletes a folder with all that is in it.
    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
