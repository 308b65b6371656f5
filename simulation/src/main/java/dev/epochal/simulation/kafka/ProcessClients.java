package dev.epochal.simulation.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/// Makes the Kafka clients of a simulated process.
public record ProcessClients(ProcessPorts process, ClientTiming timing) {
    /// A consumer, not yet subscribed or assigned.
    public Consumer<byte[], byte[]> consumer() {
        return new SimulatedConsumer(process, timing);
    }

    /// A producer, not yet initialised.
    public Producer<byte[], byte[]> producer(String transactionalId) {
        return new SimulatedProducer(process, transactionalId, timing);
    }
}
