package dev.epochal.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.GroupEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds to an archive what has been decided since the last backup. Servers go on meanwhile.
public final class Backup {
    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);
    private static final DateTimeFormatter GENERATION =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Archive archive;
    private final Policy policy;

    /// How backups are kept.
    ///
    /// @param fullEvery after how long a new generation begins
    /// @param generations how many generations stay, the one that is written to among them
    public record Policy(Duration fullEvery, int generations) {
        public Policy {
            if (generations < 1) {
                throw new BackupException("At least one generation has to stay");
            }
        }
    }

    /// What a backup has done.
    ///
    /// @param full whether a generation was begun
    /// @param added how many events were added
    /// @param unsealed how many of them have no seal that fits: they are kept, but somebody should look
    /// @param pruned the generations that were deleted
    public record Summary(Archive.Found newest, boolean full, long added, long unsealed, List<String> pruned) {}

    /// Backups of one archive.
    public Backup(Archive archive, Policy policy) {
        this.archive = archive;
        this.policy = policy;
    }

    /// Makes one.
    ///
    /// @param connection how the log is reached
    /// @throws BackupException if it can't be made; the archive is as it was then
    public Summary run(Map<String, Object> connection, Instant now) {
        try (var _ = archive.lock();
                var log = new EventsLog(connection)) {
            var source = log.source();
            var base = archive.newest().filter(found -> isContinued(found, source, now));
            var generation = base.map(Archive.Found::generation).orElseGet(() -> GENERATION.format(now));
            var copy = new Copy(log, archive.open(generation), base, source);
            copy.run();
            var manifest = new Manifest(
                    Manifest.FORMAT,
                    base.map(found -> found.manifest().number() + 1).orElse(0),
                    base.map(Archive.Found::sha256).orElse(""),
                    now.toString(),
                    source,
                    copy.segments);
            var kept = archive.keep(generation, manifest);
            archive.dropOldKeys(kept);
            tellWatchers(now);
            return new Summary(kept, base.isEmpty(), copy.added, copy.unsealed, archive.prune(policy.generations()));
        } catch (IOException e) {
            throw new BackupException("The archive " + archive.folder() + " can't be written: " + e.getMessage(), e);
        }
    }

    private boolean isContinued(Archive.Found found, Manifest.Source source, Instant now) {
        var begun = Instant.from(GENERATION.parse(found.generation()));
        return found.manifest().log().equals(source)
                && begun.plus(policy.fullEvery()).isAfter(now);
    }

    /// For the watcher of the machine: an alert tells when the last backup is too old.
    private void tellWatchers(Instant now) throws IOException {
        var text = "# HELP epochal_backup_made_seconds When the newest backup was made, in seconds since 1970.\n"
                + "# TYPE epochal_backup_made_seconds gauge\nepochal_backup_made_seconds " + now.getEpochSecond()
                + "\n";
        var file = archive.folder().resolve("epochal_backup.prom");
        Archive.write(file.resolveSibling("epochal_backup.fresh"), text.getBytes(StandardCharsets.UTF_8));
        Files.move(file.resolveSibling("epochal_backup.fresh"), file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// One pass over the log.
    private final class Copy {
        private final EventsLog log;
        private final Path folder;
        private final Optional<Archive.Found> before;
        private final Optional<Manifest> base;
        private final Manifest.Source source;
        private final FittingKeys keys = new FittingKeys();
        private final List<Manifest.Segment> segments = new ArrayList<>();
        private long added;
        private long unsealed;

        Copy(EventsLog log, Path folder, Optional<Archive.Found> before, Manifest.Source source) {
            this.log = log;
            this.folder = folder;
            this.before = before;
            this.base = before.map(Archive.Found::manifest);
            this.source = source;
            base.ifPresent(manifest -> manifest.segments().stream()
                    .filter(segment -> !segment.holdsKeys())
                    .forEach(segments::add));
        }

        void run() throws IOException {
            for (var topic : EventsLog.TOPICS) {
                var begins = log.begins(topic, source.partitions());
                for (var end : log.ends(topic, source.partitions()).entrySet()) {
                    copy(topic, end.getKey(), begins.getOrDefault(end.getKey(), 0L), end.getValue());
                }
            }
            for (var end : log.keyEnds(source.partitions()).entrySet()) {
                copyKeys(end.getKey(), end.getValue());
            }
        }

        /// One record for each group. What was erased by an event of this manifest is in no file of it.
        private void copyKeys(TopicPartition partition, long end) throws IOException {
            keys.begin(keysBefore(partition));
            for (var reading = log.read(partition, 0, end); reading.hasNext(); ) {
                keys.take(reading.next());
            }
            int number = base.map(manifest -> manifest.number() + 1).orElse(0);
            var name = partition + "-" + number + ".keys.gz";
            var file = folder.resolve(name);
            try (var writer = new Segments.Writer(file)) {
                for (var record : keys.records()) {
                    unsealed += record.isSealed(EventsLog.KEYS) ? 0 : 1;
                    writer.write(record);
                }
            }
            segments.add(new Manifest.Segment(
                    partition.topic(),
                    partition.partition(),
                    0,
                    end,
                    keys.records().size(),
                    -1,
                    name,
                    Segments.sha256(file)));
        }

        private List<LoggedRecord> keysBefore(TopicPartition partition) {
            var records = new ArrayList<LoggedRecord>();
            before.ifPresent(found -> found.manifest()
                    .of(partition.topic(), partition.partition())
                    .forEach(segment -> archive.read(found, segment, records::add)));
            return records;
        }

        private void copy(Topic topic, TopicPartition partition, long begin, long end) throws IOException {
            long from = base.map(manifest -> manifest.next(topic.topicName(), partition.partition()))
                    .orElse(0L);
            if (begin > from || end < from) {
                throw new BackupException(
                        partition + " holds offsets " + begin + " to " + end + ", and the backup goes on at " + from
                                + ": the log was cut. Restore it, or find out who deleted records");
            }
            if (from == end) {
                return;
            }
            var name = partition + "-" + from + "-" + end + ".events.gz";
            var file = folder.resolve(name);
            long newest = -1;
            long records = 0;
            try (var writer = new Segments.Writer(file)) {
                for (var reading = log.read(partition, from, end); reading.hasNext(); records++) {
                    var record = reading.next();
                    newest = Math.max(newest, command(topic, record));
                    unsealed += record.isSealed(topic) ? 0 : 1;
                    writer.write(record);
                }
            }
            added += records;
            segments.add(new Manifest.Segment(
                    topic.topicName(), partition.partition(), from, end, records, newest, name, Segments.sha256(file)));
        }

        /// Looks at an event that is added.
        ///
        /// @return the offset of the command that it decided; -1 if the record is no event
        private long command(Topic topic, LoggedRecord record) {
            try {
                return switch (topic) {
                    case GROUP_EVENTS -> {
                        var event = GroupEvent.parseFrom(record.value());
                        keys.added(record, event);
                        yield event.getHeader().getCommand().getOffset();
                    }
                    case DIRECTORY_EVENTS ->
                        DirectoryEvent.parseFrom(record.value()).getCommand().getOffset();
                    // Nobody decided what was imported.
                    default -> -1;
                };
            } catch (InvalidProtocolBufferException e) {
                LOG.error(
                        "No event stands at {} offset {}; it is kept as it is", topic.topicName(), record.offset(), e);
                return -1;
            }
        }
    }
}
