package dev.epochal.projections.read;

import dev.epochal.schema.log.Topic;
import org.jooq.DSLContext;

/// How far the read model has followed each partition of an events topic.
public interface ReadPositions {
    /// The offset of the next record to project; 0 when nothing of the partition was projected yet.
    long nextOffset(Topic topic, int partition);

    /// The positions as a database or one of its transactions shows them.
    static ReadPositions in(DSLContext sql) {
        return new StoredPositions(sql);
    }
}
