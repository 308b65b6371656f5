package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.CHECKPOINT;
import static dev.epochal.schema.sql.Tables.PROJECTION_HALT;
import static dev.epochal.schema.sql.Tables.PROJECTION_POSITION;
import static dev.epochal.schema.sql.Tables.SUBMISSION;

import dev.epochal.schema.log.Topic;
import dev.epochal.schema.sql.DefaultSchema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Table;

/// All rows of the read model that follow from events.
final class ReadModelRows {
    /// The topics that the rows follow from.
    static final List<Topic> TOPICS =
            List.of(Topic.PAYLOAD_KEYS, Topic.GROUP_EVENTS, Topic.DIRECTORY_EVENTS, Topic.IMPORTED_EVENTS);

    private ReadModelRows() {}

    /// Deletes them, the positions first: a projector that is in the middle of a batch ends it before, and none starts
    /// another one before the caller's transaction has ended. (Truncating would show readers an empty table.)
    static void deleteAll(DSLContext sql) {
        sql.deleteFrom(PROJECTION_POSITION)
                .where(PROJECTION_POSITION.TOPIC.ne(Topic.VERDICTS.topicName()))
                .execute();
        sql.deleteFrom(PROJECTION_HALT)
                .where(PROJECTION_HALT.TOPIC.ne(Topic.VERDICTS.topicName()))
                .execute();
        for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
            if (follows(table) && !table.equals(PROJECTION_HALT)) {
                sql.deleteFrom(table).execute();
            }
        }
    }

    /// How many rows each table has that follows from events.
    static Map<String, Long> counts(DSLContext sql) {
        var counts = new TreeMap<String, Long>();
        for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
            if (follows(table)) {
                counts.put(table.getName(), (long) sql.fetchCount(table));
            }
        }
        return counts;
    }

    /// Positions, verdicts and what was signed stay.
    private static boolean follows(Table<?> table) {
        return !table.equals(PROJECTION_POSITION) && !table.equals(SUBMISSION) && !table.equals(CHECKPOINT);
    }

    static long halts(DSLContext sql) {
        return sql.fetchCount(PROJECTION_HALT);
    }
}
