package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.PROJECTION_POSITION;

import dev.epochal.schema.log.Topic;
import org.jooq.DSLContext;

/// The positions as they stand in the database.
record StoredPositions(DSLContext sql) implements ReadPositions {
    @Override
    public long nextOffset(Topic topic, int partition) {
        return sql.select(PROJECTION_POSITION.NEXT_OFFSET)
                .from(PROJECTION_POSITION)
                .where(PROJECTION_POSITION.TOPIC.eq(topic.topicName()))
                .and(PROJECTION_POSITION.LOG_PARTITION.eq(partition))
                .fetchOptional(row -> row.value1())
                .orElse(0L);
    }
}
