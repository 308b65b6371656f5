package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalUnreachableException;
import dev.epochal.client.Receipt;
import dev.epochal.testkit.MlsClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// The disk of broker and database fills up under load, and gets room again.
///
/// Run by `./epochal faults`. It needs the right to mount a file system in memory, and says so where it has none.
class FullDiskSoak {
    private static final String SIZE = "640m";
    private static final int BLOCK_OCTETS = 1 << 16;
    private static final int ACKNOWLEDGED = 20;
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(1);

    private final Path disk = TestFolder.absent("full-disk");

    @Test
    void a_full_disk_stops_the_writing_and_loses_nothing_and_with_room_all_goes_on_by_itself() throws Exception {
        Files.createDirectories(disk);
        if (!succeeds("mount", "-t", "tmpfs", "-o", "mode=755,size=" + SIZE, "tmpfs", disk.toString())) {
            System.out.println("NOT RUN: a full disk; nothing can be mounted at " + disk);
            return;
        }
        try {
            var data = disk.resolve("data");
            fillAndFree(data);
            var fsck = Verb.run("fsck", "--data", data.toString());
            assertThat(fsck.exit()).as(fsck.out() + fsck.err()).isZero();
        } finally {
            assertThat(succeeds("umount", disk.toString())).isTrue();
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    private void fillAndFree(Path data) throws Exception {
        try (var server = RunningServer.start(data);
                var http = EpochalClient.connect(ClientSettings.of(server.uri()).withAttempts(40), () -> "");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = writers(server, http);
            var running = writers.stream().<Future<?>>map(threads::submit).toList();
            awaitMore(writers);
            var filler = fill();
            Eventually.holds("health tells of it", () -> isUnhealthy(server));
            Eventually.holds("nothing is acknowledged any more", () -> isQuiet(writers));
            int before = acknowledged(writers);
            Files.delete(filler);
            awaitMore(writers);
            assertThat(server.process().awaitHealthy(Duration.ofMinutes(1))).isTrue();
            writers.forEach(Writer::stop);
            for (var each : running) {
                each.get();
            }
            verify(writers);
            System.out.println("disk: filled after " + before + " acknowledgements, " + acknowledged(writers)
                    + " in the end, none lost");
        }
    }

    private static List<Writer> writers(RunningServer server, EpochalClient http) {
        var groupId = RunningServer.newGroupId();
        var writers = new ArrayList<Writer>();
        for (var name : List.of("alice", "bob")) {
            var user = RunningServer.newUser(name);
            var token = server.tokens().token(user, "phone", TOKEN_VALIDITY);
            var client = MlsClient.create(http, user, "phone", () -> token);
            client.publishKeyPackages(1);
            writers.add(new Writer(client, groupId));
        }
        var alice = writers.getFirst().client();
        var bob = writers.getLast().client();
        alice.createGroup(groupId);
        alice.invite(groupId, List.of(bob.identity().user()));
        assertThat(bob.acceptWelcomes(PATIENCE)).containsExactly(groupId);
        return writers;
    }

    /// Leaves no room for a single octet.
    private Path fill() throws IOException {
        var filler = disk.resolve("filler");
        try (var channel = FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int size = BLOCK_OCTETS; size > 0; ) {
                try {
                    channel.write(ByteBuffer.allocate(size));
                } catch (IOException _) {
                    size /= 2;
                }
            }
        }
        return filler;
    }

    private static boolean isUnhealthy(RunningServer server) {
        try {
            return server.http().health().status().equals("unhealthy");
        } catch (EpochalUnreachableException _) {
            return false;
        }
    }

    private static boolean isQuiet(List<Writer> writers) {
        int before = acknowledged(writers);
        try {
            Thread.sleep(QUIET);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return acknowledged(writers) == before;
    }

    private static void awaitMore(List<Writer> writers) {
        int wanted = acknowledged(writers) + ACKNOWLEDGED;
        Eventually.holds(wanted + " acknowledged writes", () -> acknowledged(writers) >= wanted);
    }

    private static int acknowledged(List<Writer> writers) {
        return writers.stream().mapToInt(writer -> writer.receipts().size()).sum();
    }

    private static void verify(List<Writer> writers) {
        var receipts = new ArrayList<Receipt>();
        writers.forEach(writer -> receipts.addAll(writer.receipts()));
        var creator = writers.getFirst();
        var events = new ArrayList<>(
                creator.client().http().follow(creator.groupId(), 0).readTo(newest(receipts)));
        Chain.verify(events);
        Chain.verifyReceipts(receipts, events);
    }

    private static long newest(List<Receipt> receipts) {
        return receipts.stream().mapToLong(Receipt::seq).max().orElseThrow();
    }
}
