package dev.epochal.projections.database;

import static dev.epochal.schema.sql.Tables.LOG_TOPIC;

import java.util.Map;
import javax.sql.DataSource;

/// Which log the rows follow from. It is kept with the rows and goes with them when they are rebuilt.
///
/// @param clusterId the cluster's id
/// @param topicIds the id of each topic, by its name; none if nobody has kept it yet
/// @param partitions how many partitions each topic of commands and events has
public record LogOrigin(String clusterId, Map<String, String> topicIds, int partitions) {
    /// Copies the map.
    public LogOrigin {
        topicIds = Map.copyOf(topicIds);
    }

    /// What was kept first: this, unless another program has kept something before. Safe when several programs start at
    /// once.
    public LogOrigin keep(DataSource dataSource) {
        return Sql.over(dataSource).transactionResult(transaction -> {
            var sql = transaction.dsl();
            topicIds.forEach((topic, id) -> sql.insertInto(LOG_TOPIC)
                    .set(LOG_TOPIC.TOPIC, topic)
                    .set(LOG_TOPIC.TOPIC_ID, id)
                    .set(LOG_TOPIC.CLUSTER_ID, clusterId)
                    .set(LOG_TOPIC.PARTITIONS, partitions)
                    .onConflictDoNothing()
                    .execute());
            // Rows of a version that didn't keep the number yet.
            sql.update(LOG_TOPIC)
                    .set(LOG_TOPIC.PARTITIONS, partitions)
                    .where(LOG_TOPIC.PARTITIONS.isNull())
                    .execute();
            var kept = sql.selectFrom(LOG_TOPIC).fetch();
            var first = kept.getFirst();
            return new LogOrigin(
                    first.getClusterId(), kept.intoMap(LOG_TOPIC.TOPIC, LOG_TOPIC.TOPIC_ID), first.getPartitions());
        });
    }
}
