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

    /// Compares with what was kept.
    ///
    /// @throws UnsuitableLogException if it is another log
    public void require(LogIdentity expected) {
        if (!clusterId.equals(expected.clusterId)) {
            throw new UnsuitableLogException("This is Kafka cluster " + clusterId + ", but the data belong to cluster "
                    + expected.clusterId + ". Check bootstrap.servers.");
        }
        for (var topic : expected.topicIds.keySet()) {
            String id = topicIds.get(topic);
            if (!expected.topicIds.get(topic).equals(id)) {
                throw new UnsuitableLogException(
                        "Topic " + topic.topicName() + " has id " + id + ", but the data belong"
                                + " to id " + expected.topicIds.get(topic)
                                + ". It was deleted and made anew: restore it, or follow docs/operations.md.");
            }
        }
        if (partitions != expected.partitions) {
            throw new UnsuitableLogException("The topics have " + partitions + " partitions where they had "
                    + expected.partitions + ". A group would change its partition; the number can't be changed.");
        }
    }
}
