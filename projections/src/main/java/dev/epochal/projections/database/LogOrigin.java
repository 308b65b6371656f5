package dev.epochal.projections.database;

import static dev.epochal.schema.sql.Tables.LOG_TOPIC;

import java.util.Map;
import javax.sql.DataSource;

/// Which log the rows follow from. It is kept with the rows and goes with them when they are rebuilt.
///
/// @param clusterId the cluster's id
/// @param topicIds the id of each topic, by its name; none if nobody has kept it yet
public record LogOrigin(String clusterId, Map<String, String> topicIds) {
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
                    .onConflictDoNothing()
                    .execute());
            var kept = sql.selectFrom(LOG_TOPIC).fetch();
            return new LogOrigin(kept.getFirst().getClusterId(), kept.intoMap(LOG_TOPIC.TOPIC, LOG_TOPIC.TOPIC_ID));
        });
    }
}
