package dev.epochal.projections.read;

import dev.epochal.schema.log.Topic;
import java.util.Optional;
import org.jooq.DSLContext;

/// How far the read model has followed each partition, and by which record one can see that it is still the same log.
public interface FollowedLog extends ReadPositions {
    /// The newest record that was projected; empty when none was yet.
    Optional<LastRecord> lastRecord(Topic topic, int partition);

    /// What a database or one of its transactions shows.
    static FollowedLog in(DSLContext sql) {
        return new StoredPositions(sql);
    }
}
