package dev.epochal.server.backup;

import dev.epochal.schema.log.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A folder with backups: generations, each a full copy and what was added to it since.
///
/// ```
/// 20260101T020000Z/            a generation
///   0000000.json               its first manifest
///   0000001.json               its second, which names the hash of the first
///   mls.group.events-0-…       files of events
///   mls.payload.keys-0-…       the keys of payloads that the newest backup's events have left, and no older ones
/// ```
///
/// A manifest is written last and at once, so what is interrupted leaves the archive as it was.
public final class Archive {
    private static final String GENERATION = "\\d{8}T\\d{6}Z";
    private static final String MANIFEST = "\\d{7}\\.json";

    private final Path folder;

    /// The archive in a folder.
    public Archive(Path folder) {
        this.folder = folder;
    }

    /// A manifest with where it is.
    ///
    /// @param generation the name of its generation
    /// @param sha256 SHA-256 of its file, in hexadecimal digits
    public record Found(String generation, Manifest manifest, String sha256) {}

    /// What is wrong with an archive, and how much is right with it.
    ///
    /// @param events how many events were checked
    /// @param unsealed how many of them have no seal that fits
    public record Checked(long events, long unsealed) {}

    Path folder() {
        return folder;
    }

    /// Takes the folder for the time of a backup, until what is returned is closed.
    FileChannel lock() {
        try {
            Files.createDirectories(folder);
            var channel = FileChannel.open(
                    folder.resolve("lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new BackupException("Another backup writes to " + folder + ": wait for its end");
            }
            return channel;
        } catch (IOException e) {
            throw new BackupException("The archive " + folder + " can't be written: " + e.getMessage(), e);
        }
    }

    /// The generations, oldest first.
    public List<String> generations() {
        return names(folder, GENERATION).stream()
                .filter(name -> !names(folder.resolve(name), MANIFEST).isEmpty())
                .toList();
    }

    /// The newest manifest of all.
    public Optional<Found> newest() {
        var generations = generations();
        return generations.isEmpty() ? Optional.empty() : Optional.of(newest(generations.getLast()));
    }

    /// The newest manifest of a generation. Each manifest must name the one before, from the first one on.
    ///
    /// @throws BackupException if there is none, or they don't
    public Found newest(String generation) {
        var names = names(folder.resolve(generation), MANIFEST);
        if (names.isEmpty()) {
            throw new BackupException("There is no generation " + generation + " in " + folder + "; there are "
                    + String.join(", ", generations()));
        }
        var previous = "";
        Manifest last = null;
        for (int number = 0; number < names.size(); number++) {
            var name = name(number);
            var bytes = bytes(folder.resolve(generation).resolve(name));
            last = Manifest.parse(bytes, generation + "/" + name);
            if (last.number() != number || !last.previous().equals(previous)) {
                throw new BackupException(
                        generation + "/" + name + " doesn't follow the manifest before: one of them was"
                                + " changed or is missing. Restore an earlier generation");
            }
            previous = Segments.sha256(bytes);
        }
        return new Found(generation, Objects.requireNonNull(last), previous);
    }

    /// Reads everything that a manifest names.
    ///
    /// @throws BackupException if a file is missing or damaged, or offsets are left out
    public Checked check(Found found) {
        long events = 0;
        var unsealed = new long[1];
        for (var segment : found.manifest().segments()) {
            checkOrder(found.manifest(), segment);
            var topic = topic(segment);
            long records = read(found, segment, record -> {
                if (!record.isSealed(topic)) {
                    unsealed[0]++;
                }
            });
            if (records != segment.records()) {
                throw new BackupException(
                        segment.file() + " holds " + records + " records and should hold " + segment.records());
            }
            events += segment.holdsKeys() ? 0 : records;
        }
        return new Checked(events, unsealed[0]);
    }

    private static void checkOrder(Manifest manifest, Manifest.Segment segment) {
        long expected = manifest.of(segment.topic(), segment.partition()).stream()
                .filter(other -> other.from() < segment.from())
                .mapToLong(Manifest.Segment::next)
                .max()
                .orElse(0);
        if (segment.from() != expected) {
            throw new BackupException("Offsets " + expected + " to " + segment.from() + " of " + segment.topic() + "-"
                    + segment.partition() + " are in no file");
        }
    }

    static Topic topic(Manifest.Segment segment) {
        return Stream.concat(EventsLog.TOPICS.stream(), Stream.of(EventsLog.KEYS))
                .filter(topic -> topic.topicName().equals(segment.topic()))
                .findFirst()
                .orElseThrow(() -> new BackupException(segment.topic() + " is no topic of events"));
    }

    /// Reads the events of a segment whose hash is right.
    long read(Found found, Manifest.Segment segment, Consumer<LoggedRecord> records) {
        var file = folder.resolve(found.generation()).resolve(segment.file());
        if (!segment.file().matches("[A-Za-z0-9._-]+") || !Files.isRegularFile(file)) {
            throw new BackupException(file + " is missing");
        }
        if (!Segments.sha256(file).equals(segment.sha256())) {
            throw new BackupException(file + " was changed or is damaged: its hash is another one");
        }
        return Segments.read(file, records);
    }

    /// Keeps a manifest: from now on it is the newest.
    Found keep(String generation, Manifest manifest) {
        var file = folder.resolve(generation).resolve(name(manifest.number()));
        try {
            var bytes = manifest.bytes();
            write(file.resolveSibling("fresh"), bytes);
            Files.move(file.resolveSibling("fresh"), file, StandardCopyOption.ATOMIC_MOVE);
            return new Found(generation, manifest, Segments.sha256(bytes));
        } catch (IOException e) {
            throw new BackupException(file + " can't be written: " + e.getMessage(), e);
        }
    }

    /// Deletes the keys of a generation that a newer manifest of it doesn't name: some of them may be erased by now.
    void dropOldKeys(Found newest) {
        var kept = newest.manifest().segments().stream()
                .map(Manifest.Segment::file)
                .toList();
        var place = folder.resolve(newest.generation());
        for (var name : names(place, EventsLog.KEYS.topicName() + "-.*")) {
            if (!kept.contains(name)) {
                try {
                    Files.delete(place.resolve(name));
                } catch (IOException e) {
                    throw new BackupException(name + " holds keys of before and can't be deleted", e);
                }
            }
        }
    }

    /// Makes a generation's folder, which only its owner can read.
    Path open(String generation) {
        try {
            var path = folder.resolve(generation);
            if (Files.isDirectory(path)) {
                return path;
            }
            return Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new BackupException("The archive " + folder + " can't be written: " + e.getMessage(), e);
        }
    }

    /// Deletes all but the newest generations.
    ///
    /// @return the names of those that are gone
    List<String> prune(int keep) {
        var all = generations();
        var gone = all.subList(0, Math.max(0, all.size() - keep));
        gone.forEach(generation -> delete(folder.resolve(generation)));
        return List.copyOf(gone);
    }

    private static void delete(Path generation) {
        try (var files = Files.walk(generation)) {
            // The manifests first: what is left after an interruption is no generation any more.
            for (var file : files.sorted(Comparator.comparing((Path path) -> Files.isDirectory(path))
                            .thenComparing(path -> !path.toString().endsWith(".json")))
                    .toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new BackupException(generation + " can't be deleted: " + e.getMessage(), e);
        }
    }

    static void write(Path file, byte[] octets) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(octets);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "%07d.json", number);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BackupException(file + " is missing or can't be read", e);
        }
    }

    private static List<String> names(Path folder, String pattern) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(pattern))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
