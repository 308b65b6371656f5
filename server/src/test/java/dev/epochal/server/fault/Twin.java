package dev.epochal.server.fault;

import dev.epochal.schema.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A second owner of each partition, as if somebody had assigned them twice: it fences the processors again and again,
/// and leaves transactions open with records that must never be seen.
final class Twin {
    private static final Duration BREATH = Duration.ofMillis(500);
    private static final int TURNS = 8;
    private static final byte[] NONSENSE = {1, 2, 3};

    private final Map<String, Object> connection;
    private final int partitions;

    Twin(Map<String, Object> connection, int partitions) {
        this.connection = connection;
        this.partitions = partitions;
    }

    void interfere() throws InterruptedException {
        for (int turn = 0; turn < TURNS; turn++) {
            for (int partition = 0; partition < partitions; partition++) {
                takeTurn(Topic.GROUP_COMMANDS, Topic.GROUP_EVENTS, partition);
                takeTurn(Topic.DIRECTORY_COMMANDS, Topic.DIRECTORY_EVENTS, partition);
            }
            Thread.sleep(BREATH);
        }
    }

    private void takeTurn(Topic commands, Topic events, int partition) throws InterruptedException {
        List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
        try {
            for (String suffix : List.of("-a", "-b")) {
                var producer = producer("proc-" + commands.topicName() + "-" + partition + suffix);
                producers.add(producer);
                producer.initTransactions();
            }
            var producer = producers.getFirst();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(events.topicName(), partition, NONSENSE, NONSENSE))
                    .get();
        } catch (KafkaException | ExecutionException _) {
            // A processor was faster and has fenced the twin.
        } finally {
            producers.forEach(producer -> producer.close(Duration.ZERO));
        }
    }

    private KafkaProducer<byte[], byte[]> producer(String transactionalId) {
        var properties = new HashMap<>(connection);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
