package dev.epochal.bench.floor;

import dev.epochal.bench.load.Window;
import dev.epochal.bench.report.Figure;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/// Request topic → transactional processor → read_committed reader, with nothing else: the least that an
/// exactly-once decision on the log can cost.
public final class EchoFloor implements AutoCloseable {
    private final String requests = "floor.requests." + UUID.randomUUID();
    private final EchoProcessor processor;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> reader;

    /// On the broker at this address.
    public EchoFloor(String bootstrapServers) throws InterruptedException {
        var clients = new KafkaClients(bootstrapServers);
        var answers = "floor.answers." + UUID.randomUUID();
        clients.createTopics(List.of(requests, answers));
        processor = new EchoProcessor(clients, requests, answers);
        producer = clients.producer();
        reader = clients.consumer(answers);
        reader.assign(List.of(new TopicPartition(answers, 0)));
    }

    /// Measures with so many requests in flight.
    public Figure measure(int inFlight, Window window) throws InterruptedException {
        var clock = new Clock(window);
        var free = new Semaphore(inFlight);
        var sender = Thread.ofPlatform().name("echo-sender").start(() -> send(clock, free));
        while (sender.isAlive() || free.availablePermits() < inFlight) {
            for (var answer : reader.poll(Duration.ofMillis(100))) {
                clock.tally().accept(StampedRecord.sentAt(answer.value()), System.nanoTime());
                free.release();
            }
        }
        sender.join();
        return clock.figure("EOS echo", inFlight == 1 ? "serial" : inFlight + " in flight");
    }

    private void send(Clock clock, Semaphore free) {
        try {
            while (clock.isRunning()) {
                if (!free.tryAcquire(KafkaClients.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("The echo doesn't answer");
                }
                var _ = producer.send(new ProducerRecord<>(requests, StampedRecord.sentAt(System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        processor.close();
        producer.close();
        reader.close();
    }
}
