package dev.epochal.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final String GENERATION = "20260101T000000Z";
    private static final String TOPIC = Topic.GROUP_EVENTS.topicName();

    @TempDir
    private Path folder;

    @Test
    void what_was_written_is_read_again_octet_by_octet() throws IOException {
        var archive = new Archive(folder);
        var records = List.of(record(0, "a", true), record(1, "b", true), record(5, "", false));
        var found = keep(archive, 0, "", List.of(segment(archive, 0, 6, records)));

        var read = new ArrayList<LoggedRecord>();
        archive.read(found, found.manifest().segments().getFirst(), read::add);

        assertThat(read).isEqualTo(records);
        assertThat(archive.newest()).contains(found);
        assertThat(archive.check(found)).isEqualTo(new Archive.Checked(3, 1));
    }

    @Test
    void a_changed_a_cut_and_a_missing_file_are_told() throws IOException {
        var archive = new Archive(folder);
        var segment = segment(archive, 0, 2, List.of(record(0, "a", true), record(1, "b", true)));
        var found = keep(archive, 0, "", List.of(segment));
        var file = folder.resolve(GENERATION).resolve(segment.file());
        var whole = Files.readAllBytes(file);

        var changed = whole.clone();
        changed[whole.length / 2] ^= 1;
        Files.write(file, changed);
        assertThatThrownBy(() -> archive.check(found)).hasMessageContaining("changed or is damaged");
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> archive.check(found)).hasMessageContaining("changed or is damaged");
        assertThatThrownBy(() -> Segments.read(file, _ -> {})).isInstanceOf(BackupException.class);
        Files.delete(file);
        assertThatThrownBy(() -> archive.check(found)).hasMessageContaining("is missing");
    }

    @Test
    void offsets_that_no_file_covers_are_told() throws IOException {
        var archive = new Archive(folder);
        var first = segment(archive, 0, 2, List.of(record(0, "a", true)));
        var third = segment(archive, 4, 6, List.of(record(4, "c", true)));
        var found = keep(archive, 0, "", List.of(first, third));

        assertThatThrownBy(() -> archive.check(found))
                .hasMessageContaining("Offsets 2 to 4")
                .hasMessageContaining("in no file");
    }

    @Test
    void each_manifest_names_the_one_before() throws IOException {
        var archive = new Archive(folder);
        var first = keep(archive, 0, "", List.of());
        var second = keep(archive, 1, first.sha256(), List.of());
        assertThat(archive.newest()).contains(second);

        var file = folder.resolve(GENERATION).resolve("0000000.json");
        Files.writeString(file, Files.readString(file).replace("2026", "2025"));

        assertThatThrownBy(archive::newest).hasMessageContaining("doesn't follow the manifest before");
    }

    @Test
    void a_manifest_of_another_format_or_with_unknown_parts_is_refused() {
        var text = new String(manifest(0, "", List.of()).bytes(), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Manifest.parse(octets(text.replace("\"format\" : 1", "\"format\" : 2")), "it"))
                .hasMessageContaining("has format 2");
        assertThatThrownBy(() -> Manifest.parse(octets(text.replace("\"number\"", "\"nummer\"")), "it"))
                .hasMessageContaining("no manifest");
        assertThatThrownBy(() -> Manifest.parse(octets("{"), "it")).hasMessageContaining("no manifest");
    }

    @Test
    void a_file_name_can_not_lead_out_of_the_archive() throws IOException {
        var archive = new Archive(folder);
        Files.writeString(folder.resolve("secret"), "x");
        var outside = new Manifest.Segment(TOPIC, 0, 0, 1, 1, 0, "../secret", Segments.sha256(octets("x")));
        archive.open(GENERATION);
        var found = keep(archive, 0, "", List.of(outside));

        assertThatThrownBy(() -> archive.check(found)).hasMessageContaining("is missing");
    }

    @Test
    void only_the_newest_generations_stay() throws IOException {
        var archive = new Archive(folder);
        for (int day = 1; day <= 5; day++) {
            var generation = "2026010" + day + "T000000Z";
            archive.open(generation);
            archive.keep(generation, manifest(0, "", List.of()));
        }

        assertThat(archive.prune(2)).hasSize(3);
        assertThat(archive.generations()).containsExactly("20260104T000000Z", "20260105T000000Z");
    }

    @Test
    void two_backups_do_not_write_at_once() throws IOException {
        var archive = new Archive(folder);
        try (var _ = archive.lock()) {
            assertThatThrownBy(archive::lock)
                    .isInstanceOfAny(BackupException.class, java.nio.channels.OverlappingFileLockException.class);
        }
        archive.lock().close();
    }

    private Manifest.Segment segment(Archive archive, long from, long next, List<LoggedRecord> records)
            throws IOException {
        var name = TOPIC + "-0-" + from + ".events.gz";
        var file = archive.open(GENERATION).resolve(name);
        try (var writer = new Segments.Writer(file)) {
            for (var record : records) {
                writer.write(record);
            }
        }
        return new Manifest.Segment(TOPIC, 0, from, next, records.size(), next, name, Segments.sha256(file));
    }

    private static Archive.Found keep(Archive archive, int number, String previous, List<Manifest.Segment> segments) {
        archive.open(GENERATION);
        return archive.keep(GENERATION, manifest(number, previous, segments));
    }

    private static Manifest manifest(int number, String previous, List<Manifest.Segment> segments) {
        var source = new Manifest.Source("cluster", 1, Map.of(TOPIC, "one"));
        return new Manifest(Manifest.FORMAT, number, previous, "2026-01-01T00:00:00Z", source, segments);
    }

    private static LoggedRecord record(long offset, String text, boolean sealed) {
        var key = ByteString.copyFromUtf8("group");
        var value = ByteString.copyFromUtf8(text);
        var seal = RecordSeal.of(Topic.GROUP_EVENTS, key.toByteArray(), value.toByteArray());
        if (!sealed) {
            seal[0] ^= 1;
        }
        return new LoggedRecord(
                offset,
                17,
                key,
                value,
                List.of(new LoggedRecord.Heading(RecordSeal.HEADER, ByteString.copyFrom(seal))));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
