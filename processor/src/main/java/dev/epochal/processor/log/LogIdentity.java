package dev.epochal.processor.log;

import dev.epochal.schema.log.Topic;
import java.util.Map;

/// Which log this is: another cluster, or a topic that was deleted and made anew, has another identity. Whoever starts
/// the processors keeps what they found first, and from then on they start on no other.
///
/// @param clusterId the cluster's id
/// @param topicIds the id of each topic
/// @param partitions how many partitions each commands and events topic has
/// @param verdictPartitions how many partitions the verdicts have
public record LogIdentity(String clusterId, Map<Topic, String> topicIds, int partitions, int verdictPartitions) {
    /// Copies the map.
    public LogIdentity {
        topicIds = Map.copyOf(topicIds);
    }

    /// Compares with what was kept of cluster and topics.
    ///
    /// @throws UnsuitableLogException if it is another log
    public void requireTopics(String expectedCluster, Map<Topic, String> expectedIds) {
        if (!clusterId.equals(expectedCluster)) {
            throw new UnsuitableLogException("This is Kafka cluster " + clusterId + ", but the read model belongs to"
                    + " cluster " + expectedCluster + ": check KAFKA_BOOTSTRAP_SERVERS, or restore the log.");
        }
        expectedIds.forEach((topic, expected) -> {
            String id = String.valueOf(topicIds.get(topic));
            if (!expected.equals(id)) {
                throw new UnsuitableLogException("Topic " + topic.topicName() + " has id " + id + ", but the read model"
                        + " belongs to id " + expected + ": it was made anew, restore what it held.");
            }
        });
    }

    /// Compares with what was kept.
    ///
    /// @throws UnsuitableLogException if it is another log
    public void require(LogIdentity expected) {
        requireTopics(expected.clusterId, expected.topicIds);
        if (partitions != expected.partitions) {
            throw new UnsuitableLogException("The topics have " + partitions + " partitions where they had "
                    + expected.partitions + ". A group would change its partition; the number can't be changed.");
        }
    }
}
