package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.PROJECTION_POSITION;

import dev.epochal.projections.read.LastRecord;
import dev.epochal.schema.log.Topic;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;

/// The positions that a topic's partitions are projected to.
final class Positions {
    private final Topic topic;

    Positions(Topic topic) {
        this.topic = topic;
    }

    /// A batch's way through a partition: from the offset of its first record to that of the next one to project.
    record Step(int partition, long from, long to) {}

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

    /// The offset of the next record to project, by the partition. Those that were never projected are left out.
    Map<Integer, Long> all(DSLContext sql) {
        return sql.select(PROJECTION_POSITION.LOG_PARTITION, PROJECTION_POSITION.NEXT_OFFSET)
                .from(PROJECTION_POSITION)
                .where(PROJECTION_POSITION.TOPIC.eq(topic.topicName()))
                .fetchMap(PROJECTION_POSITION.LOG_PARTITION, PROJECTION_POSITION.NEXT_OFFSET);
    }

    /// Moves the position, and holds it until the transaction ends.
    ///
    /// @param last the newest record of the batch; empty if it has none
    /// @throws SupersededException if the position does not stand where the step begins
    void move(DSLContext sql, Step step, Optional<LastRecord> last) {
        var update = sql.update(PROJECTION_POSITION).set(PROJECTION_POSITION.NEXT_OFFSET, step.to());
        if (last.isPresent()) {
            update = update.set(PROJECTION_POSITION.LAST_OFFSET, last.get().offset())
                    .set(PROJECTION_POSITION.LAST_SEAL, last.get().seal().toByteArray());
        }
        int moved = update.where(isOf(step.partition()))
                .and(PROJECTION_POSITION.NEXT_OFFSET.eq(step.from()))
                .execute();
        if (moved != 1) {
            throw new SupersededException(topic.topicName() + "-" + step.partition(), step.from());
        }
    }

    private Condition isOf(int partition) {
        return PROJECTION_POSITION.TOPIC.eq(topic.topicName()).and(PROJECTION_POSITION.LOG_PARTITION.eq(partition));
    }
}
