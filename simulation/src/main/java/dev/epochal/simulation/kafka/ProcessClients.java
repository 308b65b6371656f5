package dev.epochal.simulation.kafka;

import dev.epochal.simulation.broken.Flaws;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/// Makes the Kafka clients of a simulated process.
public record ProcessClients(ProcessPorts process, ClientTiming timing, Flaws flaws) {
    /// A consumer, not yet subscribed or assigned.
    public Consumer<byte[], byte[]> consumer() {
        return new SimulatedConsumer(process, timing, flaws);
    }

    /// A producer, not yet initialised.
    public Producer<byte[], byte[]> producer(String transactionalId) {
        return flaws.only().isEmpty()
                ? new SimulatedProducer(process, transactionalId, timing)
                : new FlawedProducer(process, transactionalId, timing, flaws);
    }
}
