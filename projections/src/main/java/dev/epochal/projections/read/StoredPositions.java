package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.PROJECTION_POSITION;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.Topic;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;

/// The positions as they stand in the database.
record StoredPositions(DSLContext sql) implements FollowedLog {
    @Override
    public long nextOffset(Topic topic, int partition) {
        return sql.select(PROJECTION_POSITION.NEXT_OFFSET)
                .from(PROJECTION_POSITION)
                .where(isOf(topic, partition))
                .fetchOptional(row -> row.value1())
                .orElse(0L);
    }

    @Override
    public Optional<LastRecord> lastRecord(Topic topic, int partition) {
        return sql.select(PROJECTION_POSITION.LAST_OFFSET, PROJECTION_POSITION.LAST_SEAL)
                .from(PROJECTION_POSITION)
                .where(isOf(topic, partition))
                .and(PROJECTION_POSITION.LAST_OFFSET.isNotNull())
                .fetchOptional(row -> new LastRecord(row.value1(), ByteString.copyFrom(row.value2())));
    }

    private static Condition isOf(Topic topic, int partition) {
        return PROJECTION_POSITION.TOPIC.eq(topic.topicName()).and(PROJECTION_POSITION.LOG_PARTITION.eq(partition));
    }
}
