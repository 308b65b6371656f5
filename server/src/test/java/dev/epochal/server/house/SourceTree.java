package dev.epochal.server.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What is written by hand in this repository.
///
/// @param root its folder
/// @param files each file in it that somebody wrote, in order
record SourceTree(Path root, List<Path> files) {
    private static final Set<String> NOT_OURS = Set.of("target", "data", "node_modules");
    private static final Set<String> TEXT = Set.of(
            "java", "md", "xml", "yml", "yaml", "json", "proto", "sql", "sh", "properties", "config", "html", "");

    SourceTree {
        files = List.copyOf(files);
    }

    /// The repository that this test is run from.
    static SourceTree read() {
        var root = repository();
        var files = new ArrayList<Path>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return isOurs(root, folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return new SourceTree(root, files);
    }

    private static Path repository() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = Objects.requireNonNull(folder.getParent(), "This test runs inside of the repository");
        }
        return folder;
    }

    private static boolean isOurs(Path root, Path folder) {
        if (folder.equals(root)) {
            return true;
        }
        var name = folder.getFileName().toString();
        boolean hidden =
                name.startsWith(".") && !Set.of(".mvn", ".ci", ".github").contains(name);
        return !hidden && !NOT_OURS.contains(name);
    }

    List<Path> java() {
        return files.stream().filter(file -> file.toString().endsWith(".java")).toList();
    }

    /// Whether a file belongs to what is delivered, not to its tests.
    static boolean isMain(Path file) {
        return file.toString().replace('\\', '/').contains("/src/main/");
    }

    /// The files that are read as text.
    List<Path> texts() {
        return files.stream()
                .filter(file -> TEXT.contains(ending(file)) && !file.toString().contains("src/test/resources"))
                .toList();
    }

    private static String ending(Path file) {
        var name = file.getFileName().toString();
        return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
    }

    /// A file's name from the root.
    String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read as text", e);
        }
    }
}
