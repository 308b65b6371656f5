package dev.epochal.server.backup;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What an archive holds after a backup: all segments of its generation. Written as JSON.
///
/// @param format the version of the archive's format
/// @param number 0, 1, 2 … in each generation
/// @param previous SHA-256 of the manifest before, in hexadecimal digits; empty for number 0
/// @param madeAt when it was made, ISO 8601
/// @param log which log it is a copy of
public record Manifest(int format, int number, String previous, String madeAt, Source log, List<Segment> segments) {
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public Manifest {
        segments = List.copyOf(segments);
    }

    /// A log: another cluster, or a topic that was made anew, is another one.
    ///
    /// @param partitions how many partitions each topic of events has
    /// @param topicIds the id of each topic of events by its name
    public record Source(String cluster, int partitions, Map<String, String> topicIds) {
        public Source {
            topicIds = Map.copyOf(topicIds);
        }
    }

    /// The events of a partition from one offset to another.
    ///
    /// @param from offset of the first record that could be in it
    /// @param next offset behind the last one
    /// @param records how many records it holds
    /// @param newestCommand the greatest offset of a command that they decided
    /// @param file the file, in the generation's folder
    /// @param sha256 SHA-256 of the file, in hexadecimal digits
    public record Segment(
            String topic,
            int partition,
            long from,
            long next,
            long records,
            long newestCommand,
            String file,
            String sha256) {
        /// Whether these are keys of payloads and no events.
        boolean holdsKeys() {
            return topic.equals(EventsLog.KEYS.topicName());
        }
    }

    /// How many events it holds.
    @JsonIgnore
    public long events() {
        return segments.stream()
                .filter(segment -> !segment.holdsKeys())
                .mapToLong(Segment::records)
                .sum();
    }

    /// The segments of a partition, in order.
    List<Segment> of(String topic, int partition) {
        return segments.stream()
                .filter(segment -> segment.topic().equals(topic) && segment.partition() == partition)
                .toList();
    }

    /// The offset from which the next backup goes on.
    long next(String topic, int partition) {
        return of(topic, partition).stream().mapToLong(Segment::next).max().orElse(0);
    }

    /// The greatest offset of a command that an event of a partition decided; -1 if there is no event.
    long newestCommand(String topic, int partition) {
        return of(topic, partition).stream()
                .mapToLong(Segment::newestCommand)
                .max()
                .orElse(-1);
    }

    byte[] bytes() {
        try {
            return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @throws BackupException if the bytes are no manifest that this version knows
    static Manifest parse(byte[] bytes, String name) {
        try {
            var manifest = JSON.readValue(new String(bytes, StandardCharsets.UTF_8), Manifest.class);
            if (manifest.format() != FORMAT) {
                throw new BackupException(name + " has format " + manifest.format() + ", and this version knows format "
                        + FORMAT + ": use the version that made it");
            }
            return manifest;
        } catch (JsonProcessingException e) {
            throw new BackupException(name + " is no manifest: " + e.getOriginalMessage(), e);
        }
    }
}
