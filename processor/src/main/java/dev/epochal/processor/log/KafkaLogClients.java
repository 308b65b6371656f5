package dev.epochal.processor.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Clients of a real cluster, with the settings on which the shell's promises rest.
final class KafkaLogClients implements LogClients {
    private static final String READ_COMMITTED = "read_committed";
    private static final String ALL_REPLICAS = "all";
    /// With the clients' default of 100 ms, back-to-back transactions stall on CONCURRENT_TRANSACTIONS.
    private static final int RETRY_BACKOFF_MS = 1;

    private static final int RETRY_BACKOFF_MAX_MS = 20;
    /// Who takes a partition over asks, and groups wait; the clients' default is 100 ms.
    private static final int ADMIN_RETRY_BACKOFF_MS = 10;
    private static final int MAX_BLOCK_MS = 10_000;
    private static final int SEND_BUFFER_BYTES = 1 << 20;
    /// A partition that comes to a consumer isn't fetched before the fetch that is under way for its others returns.
    private static final int FETCH_WAIT_MS = 100;
    /// Who closes a reader waits for the fetch that it has sent ahead; there is nothing behind a tail to wait for.
    private static final int TAIL_FETCH_WAIT_MS = 10;

    private final ProcessorSettings settings;

    KafkaLogClients(ProcessorSettings settings) {
        this.settings = settings;
    }

    @Override
    public Consumer<byte[], byte[]> commandConsumer() {
        var timing = settings.timing();
        var properties = connection();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.consumerGroup());
        // The classic protocol: the offsets of a transaction are checked against a generation that this thread saw.
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
        // Partitions that stay with a processor go on deciding while others move; an eager assignor would stop all.
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(timing.session()));
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(timing.heartbeat()));
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(timing.pollInterval()));
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch().commandsMax());
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
        return consumer(properties);
    }

    @Override
    public Consumer<byte[], byte[]> tailReader() {
        var properties = connection();
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, TAIL_FETCH_WAIT_MS);
        return consumer(properties);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<byte[], byte[]> producer(String transactionalId) {
        int transactionMs = millis(settings.timing().transaction());
        var properties = connection();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.ACKS_CONFIG, ALL_REPLICAS);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, transactionMs);
        // A record is given up before its transaction is, so that the producer learns of it first.
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, transactionMs * 4 / 5);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, transactionMs * 2 / 5);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.batch().recordBytesMax());
        properties.put(ProducerConfig.SEND_BUFFER_CONFIG, SEND_BUFFER_BYTES);
        properties.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MS);
        properties.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, RETRY_BACKOFF_MAX_MS);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Admin admin() {
        var properties = connection();
        properties.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, ADMIN_RETRY_BACKOFF_MS);
        return Admin.create(properties);
    }

    private Map<String, Object> connection() {
        return new HashMap<>(settings.connection());
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
