package dev.epochal.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// PostgreSQL's programs, unpacked from the class path into a folder that is shared by all databases of this version.
final class PostgresPrograms {
    /// Names the folder: an older database is never started by newer programs unnoticed.
    static final String VERSION = "16.15";

    private PostgresPrograms() {}

    /// The folder with `bin` and `lib`; unpacked now if it isn't there. Two programs that unpack at once don't disturb
    /// each other: the folder appears under its name only when it is complete.
    static Path unpacked(Path folder, Runnable unpacking) throws IOException {
        var home = folder.resolve("bin-" + VERSION);
        if (Files.isDirectory(home)) {
            return home;
        }
        unpacking.run();
        Files.createDirectories(folder);
        var fresh = Files.createTempDirectory(folder, "unpacking-");
        unpack(fresh);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // What Java makes of a folder that stands there with something in it differs from system to system.
            Folders.delete(fresh);
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
        return home;
    }

    private static void unpack(Path target) throws IOException {
        var name = archiveName();
        try (var archive = PostgresPrograms.class.getResourceAsStream("/" + name)) {
            if (archive == null) {
                throw new EmbeddedStartException("No PostgreSQL for this machine on the class path (" + name
                        + "): set DATABASE_URL to use a database of your own");
            }
            unpack(archive, target);
        }
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, entry.resolveIn(target));
            }
        }
    }

    private static void write(InputStream content, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, path);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static String archiveName() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        var machine = switch (System.getProperty("os.arch")) {
            case "aarch64" -> "arm_64";
            case "amd64", "x86_64" -> "x86_64";
            case String other -> other;
        };
        return "postgres-" + system + "-" + machine + ".txz";
    }
}
