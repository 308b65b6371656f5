package dev.epochal.processor.log;

import dev.epochal.embedded.BrokerSettings;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedBroker;
import dev.epochal.processor.core.Limits;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/// A real broker and what the shell talks to it with.
record TestBroker(EmbeddedBroker broker, KafkaLogClients clients, Admin admin) implements AutoCloseable {
    static TestBroker start(Path folder) {
        var broker = EmbeddedBroker.start(BrokerSettings.of(folder, Durability.OS), _ -> {});
        var clients = new KafkaLogClients(ProcessorSettings.of(connection(broker), Limits.standard()));
        return new TestBroker(broker, clients, clients.admin());
    }

    private static Map<String, Object> connection(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    Map<String, Object> connection() {
        return connection(broker);
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
