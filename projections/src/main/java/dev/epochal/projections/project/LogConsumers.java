package dev.epochal.projections.project;

import dev.epochal.schema.log.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Opens consumers of the log that see committed records only and never store an offset on the broker.
final class LogConsumers {
    private static final String GROUP_PREFIX = "epochal-projections-";
    private static final int FETCH_BYTES_MAX = 16 << 20;
    private static final int PARTITION_BYTES_MAX = 8 << 20;
    private static final int SESSION_MS = 6_000;
    private static final int HEARTBEAT_MS = 1_500;

    private LogConsumers() {}

    /// A consumer that shares the topic's partitions with the other projectors of that topic.
    static Consumer<byte[], byte[]> sharing(Topic topic, ProjectionsSettings settings) {
        Map<String, Object> properties = properties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_PREFIX + topic.topicName());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.recordsMax());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.putAll(settings.connection());
        return open(properties);
    }

    /// A consumer that reads the partitions that it is told to.
    static Consumer<byte[], byte[]> alone(ProjectionsSettings settings) {
        Map<String, Object> properties = properties();
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.recordsMax());
        properties.putAll(settings.connection());
        return open(properties);
    }

    private static Map<String, Object> properties() {
        var properties = new HashMap<String, Object>();
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_BYTES_MAX);
        return properties;
    }

    /// What correctness rests on wins over any setting.
    private static Consumer<byte[], byte[]> open(Map<String, Object> properties) {
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.CHECK_CRCS_CONFIG, true);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
