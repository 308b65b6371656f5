package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.PROJECTION_HALT;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.Topic;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of a topic whose projection has stopped, kept in the database until the read model is rebuilt.
final class Halts {
    private static final Logger LOG = LoggerFactory.getLogger(Halts.class);
    private static final int REASON_MAX = 500;

    private final Topic topic;

    Halts(Topic topic) {
        this.topic = topic;
    }

    /// Those of the keys that have stopped.
    Set<ByteString> among(DSLContext sql, Collection<ByteString> keys) {
        return new HashSet<>(sql.select(PROJECTION_HALT.RECORD_KEY)
                .from(PROJECTION_HALT)
                .where(PROJECTION_HALT.TOPIC.eq(topic.topicName()))
                .and(PROJECTION_HALT.RECORD_KEY.in(
                        keys.stream().map(ByteString::toByteArray).toList()))
                .fetch(row -> ByteString.copyFrom(row.value1())));
    }

    /// How many keys have stopped.
    int count(DSLContext sql) {
        return sql.fetchCount(PROJECTION_HALT, PROJECTION_HALT.TOPIC.eq(topic.topicName()));
    }

    /// Stops a key at a record. The first reason stays.
    void stop(DSLContext sql, int partition, Entry<?> entry, String reason) {
        LOG.error(
                "The records of one key of {} contradict each other at partition {}, offset {}: {}. Its projection "
                        + "stops there, the others go on. Run fsck on the log, then rebuild.",
                topic.topicName(),
                partition,
                entry.offset(),
                reason);
        sql.insertInto(PROJECTION_HALT)
                .set(PROJECTION_HALT.TOPIC, topic.topicName())
                .set(PROJECTION_HALT.RECORD_KEY, entry.key().toByteArray())
                .set(PROJECTION_HALT.LOG_PARTITION, partition)
                .set(PROJECTION_HALT.LOG_OFFSET, entry.offset())
                .set(PROJECTION_HALT.REASON, reason.substring(0, Math.min(REASON_MAX, reason.length())))
                .onConflictDoNothing()
                .execute();
    }
}
