package dev.epochal.server.fault;

import dev.epochal.embedded.BrokerSettings;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;

/// One broker, which writes each record to the disk before it counts.
final class LoneBroker implements Brokers {
    private final EmbeddedBroker broker;

    LoneBroker(Path folder) {
        this.broker = EmbeddedBroker.start(BrokerSettings.of(folder, Durability.FSYNC), line -> {});
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public int copies() {
        return 1;
    }

    @Override
    public int copiesMin() {
        return 1;
    }

    @Override
    public List<Fault> faults() {
        return List.of(new Fault("kill the broker", () -> {
            broker.kill();
            broker.restart();
        }));
    }

    @Override
    public List<Fault> moreFaults() {
        return List.of(
                new Fault("restart the broker", () -> {
                    broker.stop();
                    broker.restart();
                }),
                new Fault("freeze the broker", () -> Frozen.process(broker.pid())));
    }

    @Override
    public void close() {
        broker.close();
    }
}
