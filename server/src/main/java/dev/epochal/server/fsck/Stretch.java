package dev.epochal.server.fsck;

import dev.epochal.schema.log.Topic;
import org.apache.kafka.common.TopicPartition;

/// A partition of events, from its first record to where it ended when the check began.
///
/// @param topic the topic
/// @param partition the partition
/// @param end the offset behind the last record
/// @param projected the offset behind the last record that the read model holds
record Stretch(Topic topic, int partition, long end, long projected) {
    TopicPartition key() {
        return new TopicPartition(topic.topicName(), partition);
    }
}
