package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.PROJECTION_POSITION;

import dev.epochal.schema.log.Topic;
import org.jooq.Condition;
import org.jooq.DSLContext;

/// The positions that a topic's partitions are projected to.
final class Positions {
    private final Topic topic;

    Positions(Topic topic) {
        this.topic = topic;
    }

    /// The offset of the next record to project. A partition that was never projected starts at 0.
    long next(DSLContext sql, int partition) {
        sql.insertInto(PROJECTION_POSITION)
                .set(PROJECTION_POSITION.TOPIC, topic.topicName())
                .set(PROJECTION_POSITION.LOG_PARTITION, partition)
                .set(PROJECTION_POSITION.NEXT_OFFSET, 0L)
                .onConflictDoNothing()
                .execute();
        return sql.select(PROJECTION_POSITION.NEXT_OFFSET)
                .from(PROJECTION_POSITION)
                .where(isOf(partition))
                .fetchSingle()
                .value1();
    }

    /// Moves the position, and holds it until the transaction ends.
    ///
    /// @throws SupersededException if it does not stand at `expected`
    void move(DSLContext sql, int partition, long expected, long next) {
        int moved = sql.update(PROJECTION_POSITION)
                .set(PROJECTION_POSITION.NEXT_OFFSET, next)
                .where(isOf(partition))
                .and(PROJECTION_POSITION.NEXT_OFFSET.eq(expected))
                .execute();
        if (moved != 1) {
            throw new SupersededException(topic.topicName() + "-" + partition, expected);
        }
    }

    private Condition isOf(int partition) {
        return PROJECTION_POSITION.TOPIC.eq(topic.topicName()).and(PROJECTION_POSITION.LOG_PARTITION.eq(partition));
    }
}
