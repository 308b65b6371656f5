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

    /// Compares with what was kept. Topics that are new since then have nothing to be compared with.
    ///
    /// @throws UnsuitableLogException if it is another log
    public void require(LogIdentity expected) {
        if (!clusterId.equals(expected.clusterId)) {
            throw new UnsuitableLogException("This is Kafka cluster " + clusterId + ", but the read model belongs to"
                    + " cluster " + expected.clusterId + ": check KAFKA_BOOTSTRAP_SERVERS, or restore the log.");
        }
        expected.topicIds.forEach((topic, kept) -> {
            String id = String.valueOf(topicIds.get(topic));
            if (!kept.equals(id)) {
                throw new UnsuitableLogException("Topic " + topic.topicName() + " has id " + id + ", but the read model"
                        + " belongs to id " + kept + ": it was made anew, restore what it held.");
            }
        });
        if (partitions != expected.partitions) {
            throw new UnsuitableLogException("The topics have " + partitions + " partitions where they had "
                    + expected.partitions + ". A group would change its partition; the number can't be changed.");
        }
    }
}
