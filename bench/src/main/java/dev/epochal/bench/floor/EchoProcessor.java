package dev.epochal.bench.floor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Copies each request to the answers, in transactions with its position, by two producers in turn: the shell of a
/// processor that has nothing to decide.
final class EchoProcessor implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<KafkaProducer<byte[], byte[]>> producers;
    private final String answers;
    private final Thread thread;
    private volatile boolean closing;
    private int turn;

    EchoProcessor(KafkaClients clients, String requests, String answers) {
        var id = UUID.randomUUID().toString();
        this.consumer = clients.consumer(id);
        this.producers = List.of(clients.transactional(id + "-a"), clients.transactional(id + "-b"));
        this.answers = answers;
        consumer.subscribe(List.of(requests));
        this.thread = Thread.ofPlatform().name("echo-processor").start(this::run);
    }

    private void run() {
        try {
            while (!closing) {
                var records = consumer.poll(Duration.ofMillis(100));
                if (!records.isEmpty()) {
                    echo(records);
                }
            }
        } finally {
            producers.forEach(KafkaProducer::close);
            consumer.close();
        }
    }

    /// A floor that fails is a broken run: nothing is tried again.
    private void echo(ConsumerRecords<byte[], byte[]> records) throws KafkaException {
        var producer = producers.get(turn);
        turn = (turn + 1) % producers.size();
        producer.beginTransaction();
        for (var record : records) {
            var _ = producer.send(new ProducerRecord<>(answers, record.value()));
        }
        producer.sendOffsetsToTransaction(positions(), consumer.groupMetadata());
        producer.commitTransaction();
    }

    private Map<TopicPartition, OffsetAndMetadata> positions() {
        var partition = consumer.assignment().iterator().next();
        return Map.of(partition, new OffsetAndMetadata(consumer.position(partition)));
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
