package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.DIRECTORY_EVENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_USER;

import com.google.protobuf.ByteString;
import com.google.protobuf.Parser;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Directory events become KeyPackages, claims and acknowledgements of Welcomes.
///
/// The first event of each (user, seq) counts, as with groups.
final class DirectoryProjection implements Projection<DirectoryEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryProjection.class);

    private final Halts halts = new Halts(Topic.DIRECTORY_EVENTS);

    @Override
    public Topic topic() {
        return Topic.DIRECTORY_EVENTS;
    }

    @Override
    public Parser<DirectoryEvent> parser() {
        return DirectoryEvent.parser();
    }

    @Override
    public ByteString key(DirectoryEvent event) {
        return event.getUserBytes();
    }

    @Override
    public boolean isKnown(DirectoryEvent event) {
        return event.getBodyCase() != DirectoryEvent.BodyCase.BODY_NOT_SET;
    }

    @Override
    public Outcome write(DSLContext sql, int partition, List<Entry<DirectoryEvent>> entries) {
        var outcome = new Outcome();
        Set<ByteString> stopped =
                halts.among(sql, entries.stream().map(Entry::key).collect(Collectors.toSet()));
        var batch = new Batch(sql, stored(sql, entries));
        var rows = new DirectoryRows();
        for (Entry<DirectoryEvent> entry : entries) {
            if (stopped.contains(entry.key())) {
                continue;
            }
            try {
                if (batch.isNext(entry)) {
                    rows.add(entry);
                } else {
                    outcome.duplicateIgnored();
                }
            } catch (ContradictionException e) {
                halts.stop(sql, partition, entry, e.reason());
                stopped.add(entry.key());
                outcome.keyHalted();
            }
        }
        rows.send(sql, outcome);
        return outcome;
    }

    private static Map<String, Long> stored(DSLContext sql, List<Entry<DirectoryEvent>> entries) {
        var users = new HashSet<String>();
        entries.forEach(entry -> users.add(entry.value().getUser()));
        var newest = new HashMap<String, Long>();
        sql.select(DIRECTORY_USER.USER_ID, DIRECTORY_USER.SEQ)
                .from(DIRECTORY_USER)
                .where(DIRECTORY_USER.USER_ID.in(users))
                .forEach(row -> newest.put(row.value1(), row.value2()));
        return newest;
    }

    /// Keeps the order of each user's events within a batch.
    private static final class Batch {
        private final DSLContext sql;
        private final Map<String, Long> newest;
        private final Map<String, Map<Long, ByteString>> seen = new HashMap<>();

        Batch(DSLContext sql, Map<String, Long> newest) {
            this.sql = sql;
            this.newest = newest;
        }

        /// Whether the event is the user's next one; if not, it is one that was projected before.
        ///
        /// @throws ContradictionException if it is neither
        boolean isNext(Entry<DirectoryEvent> entry) {
            DirectoryEvent event = entry.value();
            long last = newest.getOrDefault(event.getUser(), -1L);
            if (event.getSeq() >= 0 && event.getSeq() <= last) {
                requireEqual(first(event), entry);
                return false;
            }
            if (event.getSeq() != last + 1) {
                throw new ContradictionException("event " + event.getSeq() + " follows event " + last);
            }
            newest.put(event.getUser(), event.getSeq());
            seen.computeIfAbsent(event.getUser(), user -> new HashMap<>()).put(event.getSeq(), entry.octets());
            return true;
        }

        private static void requireEqual(ByteString first, Entry<DirectoryEvent> entry) {
            if (!first.equals(entry.octets())) {
                throw new ContradictionException(
                        "there is another event " + entry.value().getSeq() + " before it");
            }
            LOG.error(
                    "A directory event stands twice on the log, the second time at offset {}; the second one is "
                            + "ignored. Find out which producer wrote it.",
                    entry.offset());
        }

        private ByteString first(DirectoryEvent event) {
            ByteString inBatch = seen.getOrDefault(event.getUser(), Map.of()).get(event.getSeq());
            return inBatch != null ? inBatch : stored(event);
        }

        private ByteString stored(DirectoryEvent event) {
            return sql.select(DIRECTORY_EVENT.RECORD)
                    .from(DIRECTORY_EVENT)
                    .where(DIRECTORY_EVENT.USER_ID.eq(event.getUser()))
                    .and(DIRECTORY_EVENT.SEQ.eq(event.getSeq()))
                    .fetchOptional(row -> ByteString.copyFrom(row.value1()))
                    .orElseThrow(() ->
                            new ContradictionException("event " + event.getSeq() + " is missing from the read model"));
        }
    }
}
