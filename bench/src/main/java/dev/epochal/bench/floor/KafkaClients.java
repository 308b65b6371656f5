package dev.epochal.bench.floor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Clients of a broker, set as Epochal sets its own.
///
/// @param bootstrapServers where the broker is
record KafkaClients(String bootstrapServers) {
    static final Duration LIMIT = Duration.ofSeconds(30);

    /// Makes topics of one partition.
    void createTopics(List<String> names) throws InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var topics = names.stream()
                    .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                    .toList();
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topics of the floors can't be made", e);
        }
    }

    /// A producer whose record counts when all replicas have it.
    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// A producer of transactions, ready to begin one.
    KafkaProducer<byte[], byte[]> transactional(String transactionalId) {
        var settings = producerSettings();
        settings.put("transactional.id", transactionalId);
        settings.put("transaction.timeout.ms", 10_000);
        var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private Map<String, Object> producerSettings() {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 0);
        settings.put("batch.size", 256 << 10);
        settings.put("retry.backoff.ms", 1);
        settings.put("retry.backoff.max.ms", 10);
        return settings;
    }

    /// A consumer of what is certain.
    KafkaConsumer<byte[], byte[]> consumer(String consumerGroup) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                consumerGroup,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
