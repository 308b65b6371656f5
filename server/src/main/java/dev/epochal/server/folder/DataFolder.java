package dev.epochal.server.folder;

import dev.epochal.server.setting.StartRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// The data folder, held by this process alone for as long as it is open.
///
/// | file | holds |
/// |---|---|
/// | `lock` | the process id of who holds the folder |
/// | `VERSION` | the version of the folder's layout |
/// | `jwt.secret` | the secret that signs tokens |
/// | `checkpoint.key` | the secret that signs checkpoints |
/// | `postgres`, `broker` | what the database and the broker write |
public final class DataFolder implements AutoCloseable {
    /// Rises when a newer program lays the folder out so that an older one would damage it.
    private static final int VERSION = 1;

    private static final String VERSION_FILE = "VERSION";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Takes the folder, and creates it if it isn't there.
    ///
    /// @throws StartRefusedException if another process holds it, it can't be written, or it is of a newer version
    public static DataFolder open(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new StartRefusedException("The data folder " + path + " is a file: name a folder with --data");
        }
        try {
            var folder = Files.createDirectories(path).toRealPath();
            var lock = lock(folder);
            try {
                verifyVersion(folder);
                return new DataFolder(folder, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The data folder " + path + " can't be written (" + reason(e)
                            + "): make it writable, or name another one with --data",
                    e);
        }
    }

    /// Takes a folder that a server has used before.
    ///
    /// @throws StartRefusedException as [#open] does, and if there is none
    public static DataFolder openExisting(Path path) {
        if (!Files.exists(path.resolve(VERSION_FILE))) {
            throw new StartRefusedException("There is no data folder " + path
                    + ": name the server's with --data, or set" + " DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS");
        }
        return open(path);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "no such folder";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static FileChannel lock(Path folder) throws IOException {
        var file = folder.resolve("lock");
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            var holder = Files.readString(file).strip();
            channel.close();
            throw new StartRefusedException("Another server (process " + holder + ") uses the data folder " + folder
                    + ": stop it, or name another folder with --data");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static void verifyVersion(Path folder) throws IOException {
        var file = folder.resolve(VERSION_FILE);
        if (!Files.exists(file)) {
            var fresh = Files.writeString(folder.resolve(VERSION_FILE + ".fresh"), VERSION + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        var text = Files.readString(file).strip();
        if (!text.matches("[0-9]{1,9}")) {
            throw new StartRefusedException("The file " + file
                    + " holds no version: this is no data folder of Epochal, name another with --data");
        }
        if (Integer.parseInt(text) > VERSION) {
            throw new StartRefusedException("The data folder " + folder + " was written by a newer version (layout "
                    + text + ", this program knows " + VERSION + "): start the newer version, or name another folder"
                    + " with --data");
        }
    }

    /// Where it is.
    public Path path() {
        return path;
    }

    /// The folder of the database.
    public Path database() {
        return path.resolve("postgres");
    }

    /// The folder of the broker.
    public Path broker() {
        return path.resolve("broker");
    }

    /// Lets others take the folder.
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
