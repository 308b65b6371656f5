package dev.epochal.processor.log;

import dev.epochal.schema.log.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Looks at a log before anything is written to it, and refuses one on which the processors couldn't keep their word.
final class LogInspection {
    private static final String TRANSACTION_VERSION = "transaction.version";
    /// Since this version each transaction has a producer epoch of its own, so that a late request of an earlier one is
    /// told from the current one (KIP-890).
    private static final int TRANSACTION_VERSION_MIN = 2;

    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final List<Topic> PARTITIONED_ALIKE = List.of(
            Topic.GROUP_COMMANDS,
            Topic.GROUP_EVENTS,
            Topic.PAYLOAD_KEYS,
            Topic.DIRECTORY_COMMANDS,
            Topic.DIRECTORY_EVENTS);

    private final Admin admin;

    private LogInspection(Admin admin) {
        this.admin = admin;
    }

    /// The identity of a suitable log.
    ///
    /// @param recordBytesMax how large records may become
    /// @throws UnsuitableLogException if it isn't suitable
    static LogIdentity inspect(Admin admin, int recordBytesMax) {
        try {
            return new LogInspection(admin).inspect(recordBytesMax);
        } catch (ExecutionException e) {
            throw new UnsuitableLogException(
                    "The log can't be inspected: " + e.getCause() + ". Are all topics there?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnsuitableLogException("Interrupted while inspecting the log", e);
        }
    }

    /// Topics that were made a moment ago may be unknown to the broker that is asked: it is asked again for a while.
    private LogIdentity inspect(int recordBytesMax) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + SETTLING.toNanos();
        while (true) {
            try {
                checkFeatures();
                checkSettings(recordBytesMax);
                return identity();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private void checkFeatures() throws ExecutionException, InterruptedException {
        var features = admin.describeFeatures().featureMetadata().get().finalizedFeatures();
        var version = features.get(TRANSACTION_VERSION);
        if (version == null || version.maxVersionLevel() < TRANSACTION_VERSION_MIN) {
            throw new UnsuitableLogException("The cluster's feature " + TRANSACTION_VERSION + " is "
                    + (version == null ? "not set" : "at " + version.maxVersionLevel()) + " and has to be at "
                    + TRANSACTION_VERSION_MIN + ": upgrade it with kafka-features.sh.");
        }
    }

    private void checkSettings(int recordBytesMax) throws ExecutionException, InterruptedException {
        var resources = Arrays.stream(Topic.values())
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()))
                .toList();
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(resources).all().get();
        for (var topic : Topic.values()) {
            var config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()));
            if (config != null) {
                checkSettings(topic, config, recordBytesMax);
            }
        }
    }

    private static void checkSettings(Topic topic, Config config, int recordBytesMax) {
        if (Long.parseLong(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)) < recordBytesMax) {
            throw unsuitable(topic, config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "at least " + recordBytesMax);
        }
        require(
                topic,
                config,
                TopicConfig.CLEANUP_POLICY_CONFIG,
                topic.isCompacted() ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE);
        if (topic == Topic.GROUP_COMMANDS || topic == Topic.DIRECTORY_COMMANDS) {
            // The only clock of a decision: a client must not be able to set it.
            require(topic, config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        }
        if (topic.retention().isEmpty()) {
            require(topic, config, TopicConfig.RETENTION_MS_CONFIG, "-1");
            require(topic, config, TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        }
    }

    private static void require(Topic topic, Config config, String name, String expected) {
        if (!value(config, name).equals(expected)) {
            throw unsuitable(topic, config, name, expected);
        }
    }

    private static UnsuitableLogException unsuitable(Topic topic, Config config, String name, String expected) {
        return new UnsuitableLogException("Topic " + topic.topicName() + " has " + name + "=" + value(config, name)
                + " and has to have " + expected + ": change it with kafka-configs.sh.");
    }

    private static String value(Config config, String name) {
        var entry = config.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    private LogIdentity identity() throws ExecutionException, InterruptedException {
        var names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();
        Map<String, TopicDescription> topics =
                admin.describeTopics(names).allTopicNames().get();
        Map<Topic, String> ids = new EnumMap<>(Topic.class);
        Map<Topic, Integer> partitions = new EnumMap<>(Topic.class);
        for (var topic : Topic.values()) {
            var description = topics.get(topic.topicName());
            if (description == null) {
                throw new UnsuitableLogException("Topic " + topic.topicName() + " is missing");
            }
            ids.put(topic, description.topicId().toString());
            partitions.put(topic, description.partitions().size());
        }
        return new LogIdentity(
                admin.describeCluster().clusterId().get(),
                ids,
                samePartitions(partitions),
                partitions.getOrDefault(Topic.VERDICTS, 1));
    }

    private static int samePartitions(Map<Topic, Integer> partitions) {
        var counts = PARTITIONED_ALIKE.stream().map(partitions::get).distinct().toList();
        if (counts.size() != 1 || counts.getFirst() == null) {
            throw new UnsuitableLogException("Commands and events need the same number of partitions and have "
                    + partitions + ": make the topics anew, or add none to any.");
        }
        return counts.getFirst();
    }
}
