package dev.epochal.bench.floor;

import dev.epochal.bench.load.Tally;
import dev.epochal.bench.load.Window;
import dev.epochal.bench.report.Figure;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// What it takes to append a record that all replicas have: the least that any write to the log can cost.
public final class ProduceFloor {
    private static final int PIPELINED = 1000;

    private final KafkaClients clients;
    private final String topic = "floor.produce." + UUID.randomUUID();

    /// On the broker at this address.
    public ProduceFloor(String bootstrapServers) throws InterruptedException {
        clients = new KafkaClients(bootstrapServers);
        clients.createTopics(List.of(topic));
    }

    /// One after the other.
    public Figure serial(Window window) throws InterruptedException {
        var clock = new Clock(window);
        try (var producer = clients.producer()) {
            while (clock.isRunning()) {
                long sent = System.nanoTime();
                producer.send(new ProducerRecord<>(topic, StampedRecord.sentAt(sent)))
                        .get();
                clock.tally().accept(sent, System.nanoTime());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker takes no records", e);
        }
        return clock.figure("produce", "serial");
    }

    /// As many as go.
    public Figure pipelined(Window window) throws InterruptedException {
        var clock = new Clock(window);
        var free = new Semaphore(PIPELINED);
        try (var producer = clients.producer()) {
            while (clock.isRunning()) {
                free.acquire();
                long sent = System.nanoTime();
                var _ = producer.send(new ProducerRecord<>(topic, StampedRecord.sentAt(sent)), (_, problem) -> {
                    count(clock.tally(), sent, problem);
                    free.release();
                });
            }
            free.acquire(PIPELINED);
        }
        return clock.figure("produce", PIPELINED + " in flight");
    }

    private static void count(Tally tally, long sent, @Nullable Exception problem) {
        if (problem == null) {
            tally.accept(sent, System.nanoTime());
        } else {
            tally.reject(problem.getClass().getSimpleName());
        }
    }
}
