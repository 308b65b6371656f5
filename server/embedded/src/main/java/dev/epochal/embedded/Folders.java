package dev.epochal.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Whole folders.
final class Folders {
    private Folders() {}

    static void delete(Path folder) throws IOException {
        visit(folder, Files::delete);
    }

    /// Gives a folder and all in it to a user, if they aren't that user's.
    static void give(Path folder, int uid) throws IOException {
        visit(folder, path -> {
            if (uid != (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)) {
                Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
            }
        });
    }

    @FunctionalInterface
    private interface Visit {
        void on(Path path) throws IOException;
    }

    private static void visit(Path folder, Visit visit) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return visitIfThere(file, visit);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
                if (error instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw error;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error) throws IOException {
                return visitIfThere(directory, visit);
            }
        });
    }

    /// A predecessor that is just ending takes its own files away.
    private static FileVisitResult visitIfThere(Path path, Visit visit) throws IOException {
        try {
            visit.on(path);
        } catch (NoSuchFileException _) {
            return FileVisitResult.CONTINUE;
        }
        return FileVisitResult.CONTINUE;
    }
}
