package dev.epochal.broker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import kafka.Kafka;
import kafka.tools.StorageTool;

/// The main program of the broker's own Java machine: waits for a predecessor that is still ending, formats an empty
/// folder, runs Kafka's server, and ends when its standard input does, which is when its parent has gone.
///
/// Arguments: the file with the settings, the folder of the log, the file to lock.
public final class Main {
    private static final long PREDECESSOR_SECONDS_MAX = 15;
    private static final long STOP_MILLIS_MAX = 8000;

    private Main() {}

    /// Runs the broker.
    public static void main(String[] arguments) throws Exception {
        var settings = arguments[0];
        var log = Path.of(arguments[1]);
        Thread.ofPlatform().daemon().name("parent-watch").start(Main::watchParent);
        try (var file = new RandomAccessFile(arguments[2], "rw");
                var lock = lock(file)) {
            if (!lock.isValid()) {
                throw new IllegalStateException("The lock of the broker's folder is gone");
            }
            if (!Files.exists(log.resolve("meta.properties"))) {
                format(settings, log);
            }
            Kafka.main(new String[] {settings});
        }
    }

    private static void watchParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said; only the end counts.
            }
        } catch (IOException _) {
            // A broken pipe is an end as well.
        }
        Thread.ofPlatform().daemon().name("last-resort").start(Main::haltLater);
        System.exit(0);
    }

    private static void haltLater() {
        try {
            Thread.sleep(STOP_MILLIS_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static FileLock lock(RandomAccessFile file) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + PREDECESSOR_SECONDS_MAX * 1_000_000_000;
        while (System.nanoTime() < deadline) {
            var lock = file.getChannel().tryLock();
            if (lock != null) {
                return lock;
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("Another broker runs on this folder");
    }

    private static void format(String settings, Path log) throws IOException {
        Files.createDirectories(log);
        String[] arguments = {"format", "-t", clusterId(), "-c", settings, "--ignore-formatted"};
        int code = StorageTool.execute(arguments, System.out);
        if (code != 0) {
            throw new IllegalStateException("Formatting the broker's folder ended with code " + code);
        }
    }

    /// Kafka's ids are UUIDs in base64url; it refuses those that begin with a dash.
    private static String clusterId() {
        while (true) {
            var uuid = UUID.randomUUID();
            var bytes = java.nio.ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
            var id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            if (!id.startsWith("-")) {
                return id;
            }
        }
    }
}
