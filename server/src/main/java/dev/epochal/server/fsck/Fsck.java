package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.GroupEvolution;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.projections.database.RowDifference;
import dev.epochal.projections.database.ScratchReadModel;
import dev.epochal.projections.database.Snapshot;
import dev.epochal.projections.read.ReadModel;
import dev.epochal.projections.read.ReadPositions;
import dev.epochal.schema.log.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;

/// Checks a log and its read model, both as they are at one moment. A running server isn't disturbed.
public final class Fsck {
    private final Site site;
    private final Settings settings;
    private final Progress progress;
    private final Findings findings = new Findings();
    private final KeyRing keys = new KeyRing();

    private Fsck(Site site, Settings settings, Progress progress) {
        this.site = site;
        this.settings = settings;
        this.progress = progress;
    }

    /// What is checked.
    ///
    /// @param connection properties of the connection to Kafka
    /// @param readModel connections to the read model
    /// @param database how the same database is reached
    public record Site(Map<String, Object> connection, DataSource readModel, PoolSettings database) {}

    /// How it is checked.
    ///
    /// @param rows whether rows and stored states are compared too; needs the right to create a schema
    /// @param threads how many threads judge
    /// @param memoryMax how many octets the states of one partition may take before another pass is made
    public record Settings(boolean rows, int threads, long memoryMax) {}

    /// Checks everything.
    ///
    /// @throws IllegalStateException if the broker falls silent
    public static Report run(Site site, Settings settings, Progress progress) {
        return Snapshot.read(site.readModel(), sql -> new Fsck(site, settings, progress).check(sql));
    }

    private Report check(DSLContext sql) {
        try (var log = EventLog.open(site.connection())) {
            List<Stretch> stretches = log.stretches(ReadPositions.in(sql));
            stretches.forEach(stretch -> checkEnds(log, stretch));
            if (!settings.rows()) {
                return checkLog(log, stretches, RowCheck.omitted("not asked for"), Optional.empty());
            }
            if (findings.count() > 0) {
                return checkLog(log, stretches, RowCheck.omitted("the log was cut"), Optional.empty());
            }
            try (var scratch = ScratchReadModel.create(site.readModel(), site.database())) {
                var rows = RowCheck.run(site.connection(), stretches, sql, scratch.dataSource());
                var states = Optional.of(new StateCheck(new ReadModel(scratch.dataSource()), findings))
                        .filter(_ -> rows.isDone());
                return checkLog(log, stretches, rows, states);
            }
        }
    }

    private void checkEnds(EventLog log, Stretch stretch) {
        long begin = log.begin(stretch);
        if (begin > 0) {
            cut(stretch, begin, "the partition begins here: the events before are gone");
        }
        if (stretch.projected() > stretch.end()) {
            cut(
                    stretch,
                    stretch.end(),
                    "the partition ends here, but the read model holds what stood before offset "
                            + stretch.projected());
        }
    }

    private void cut(Stretch stretch, long offset, String detail) {
        findings.add(
                new Finding(Kind.LOG_CUT, Place.ofPartition(stretch.topic(), stretch.partition(), offset), detail));
    }

    private Report checkLog(EventLog log, List<Stretch> stretches, RowCheck rows, Optional<StateCheck> states) {
        var sighting = new Sighting(rows.difference());
        var tally = new Tally(progress, stretches);
        var outcome = new PartitionCheck.Outcome(findings, sighting, states, tally);
        stretches.stream()
                .filter(stretch -> stretch.topic() == Topic.PAYLOAD_KEYS && log.begin(stretch) == 0)
                .forEach(stretch -> readKeys(log, stretch));
        try (var workers = new Workers(settings.threads(), settings.memoryMax())) {
            for (Stretch stretch : stretches) {
                checkPartition(log, stretch, new PartitionCheck(stretch, workers, histories(stretch.topic()), outcome));
            }
        }
        rows.difference().ifPresent(difference -> add(difference, sighting));
        return new Report(
                tally.keys(Topic.GROUP_EVENTS),
                tally.events(Topic.GROUP_EVENTS),
                tally.keys(Topic.DIRECTORY_EVENTS),
                tally.events(Topic.DIRECTORY_EVENTS),
                tally.keys(Topic.IMPORTED_EVENTS),
                tally.events(Topic.IMPORTED_EVENTS),
                rows.outcome(),
                findings.first(),
                findings.count());
    }

    private void readKeys(EventLog log, Stretch stretch) {
        try {
            log.read(log.grown(stretch), (read, _) -> read.forEach(keys::take));
        } catch (EventLog.CorruptBatchException _) {
            // Reported when the partition is checked.
        }
    }

    private void checkPartition(EventLog log, Stretch stretch, PartitionCheck check) {
        try {
            if (log.begin(stretch) == 0) {
                check.run(log);
            }
        } catch (EventLog.CorruptBatchException e) {
            findings.add(new Finding(
                    Kind.CORRUPT_BATCH,
                    Place.ofPartition(stretch.topic(), stretch.partition(), e.offset()),
                    String.valueOf(e.getMessage())));
        }
    }

    private Function<ByteString, KeyHistory> histories(Topic topic) {
        if (topic == Topic.PAYLOAD_KEYS) {
            return _ -> new PayloadKeyHistory();
        }
        if (topic == Topic.DIRECTORY_EVENTS) {
            return UserHistory::new;
        }
        if (topic == Topic.IMPORTED_EVENTS) {
            return _ -> new ImportedHistory();
        }
        var evolution = GroupEvolution.judging(SignatureVerifier.fastest());
        return _ -> new GroupHistory(evolution, keys);
    }

    private void add(RowDifference difference, Sighting sighting) {
        var topic = Arrays.stream(Topic.values())
                .filter(each -> each.topicName().equals(difference.origin().topicName()))
                .findFirst()
                .orElse(Topic.GROUP_EVENTS);
        var place = sighting.place()
                .orElseGet(() ->
                        new Place(topic, -1, -1, Optional.of(difference.origin().recordKey())));
        var kind = switch (difference.kind()) {
            case MISSING -> Kind.ROW_MISSING;
            case UNEXPECTED -> Kind.ROW_UNEXPECTED;
            case CHANGED -> Kind.ROW_CHANGED;
        };
        var seq = difference.origin().seq();
        findings.add(new Finding(
                kind,
                place,
                "table " + difference.table() + ", row " + difference.identity()
                        + (difference.columns().isEmpty() ? "" : ", columns " + difference.columns())
                        + (seq.isEmpty() ? "" : ", from event " + seq.getAsLong())));
    }
}
