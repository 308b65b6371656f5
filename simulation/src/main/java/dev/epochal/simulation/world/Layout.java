package dev.epochal.simulation.world;

import com.google.protobuf.ByteString;
import dev.epochal.processor.log.LogIdentity;
import dev.epochal.schema.log.Topic;
import dev.epochal.simulation.broker.Broker;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// The topics of a simulated world.
///
/// @param partitions how many partitions each commands and events topic has
record Layout(int partitions) {
    static TopicPartition of(Topic topic, int partition) {
        return new TopicPartition(topic.topicName(), partition);
    }

    TopicPartition commands(ByteString groupId) {
        return commands(Topic.GROUP_COMMANDS, groupId);
    }

    /// Where commands with this key go.
    TopicPartition commands(Topic topic, ByteString key) {
        return of(topic, Math.floorMod(key.hashCode(), partitions));
    }

    TopicPartition events(ByteString groupId) {
        return of(Topic.GROUP_EVENTS, commands(groupId).partition());
    }

    List<TopicPartition> all(Topic topic) {
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(of(topic, i));
        }
        return all;
    }

    Broker.Layout forBroker() {
        List<TopicPartition> commands = new ArrayList<>(all(Topic.GROUP_COMMANDS));
        commands.addAll(all(Topic.DIRECTORY_COMMANDS));
        List<TopicPartition> all = new ArrayList<>(commands);
        all.addAll(all(Topic.GROUP_EVENTS));
        all.addAll(all(Topic.PAYLOAD_KEYS));
        all.addAll(all(Topic.DIRECTORY_EVENTS));
        all.addAll(all(Topic.IMPORTED_EVENTS));
        all.add(of(Topic.VERDICTS, 0));
        all.add(of(Topic.DEAD_LETTERS, 0));
        return new Broker.Layout(all, commands);
    }

    LogIdentity identity() {
        Map<Topic, String> ids = new EnumMap<>(Topic.class);
        for (var topic : Topic.values()) {
            ids.put(topic, topic.topicName());
        }
        return new LogIdentity("simulated", ids, partitions, 1);
    }
}
