package dev.epochal.server.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/// Kafka, PostgreSQL and Redis as docker-compose.yml starts them, on a network of their own. Kafka is there for this
/// machine too, by one more listener.
final class BackingServices implements AutoCloseable {
    private static final int LISTENER_OF_MACHINE = 9094;

    private final Network network = Network.newNetwork();
    private final int kafkaPort = freePort();
    private final ServiceContainer kafka;
    private final ServiceContainer postgres;
    private final ServiceContainer redis;

    private BackingServices(ComposeFile compose) {
        var broker = compose.service("kafka");
        this.kafka = new ServiceContainer(broker, network)
                .withEnv(alsoOnMachine(broker.environment()))
                .withExposedPorts(LISTENER_OF_MACHINE);
        kafka.setPortBindings(List.of(kafkaPort + ":" + LISTENER_OF_MACHINE));
        this.postgres = new ServiceContainer(compose.service("postgres"), network).withExposedPorts(5432);
        this.redis = new ServiceContainer(compose.service("redis"), network).withExposedPorts(6379);
    }

    /// Starts them, and waits until they are well.
    static BackingServices start(ComposeFile compose) {
        var services = new BackingServices(compose);
        try {
            Startables.deepStart(services.kafka, services.postgres, services.redis)
                    .join();
            return services;
        } catch (RuntimeException e) {
            services.close();
            throw e;
        }
    }

    /// Kafka tells its clients where it is, so it has to know a port of this machine before it starts.
    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> alsoOnMachine(Map<String, String> environment) {
        return Map.of(
                "KAFKA_LISTENERS", environment.get("KAFKA_LISTENERS") + ",MACHINE://:" + LISTENER_OF_MACHINE,
                "KAFKA_ADVERTISED_LISTENERS",
                        environment.get("KAFKA_ADVERTISED_LISTENERS") + ",MACHINE://127.0.0.1:" + kafkaPort,
                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        environment.get("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP") + ",MACHINE:PLAINTEXT");
    }

    Network network() {
        return network;
    }

    /// A role's environment, so that it finds these services from this machine.
    Map<String, String> seenFromMachine(Map<String, String> environment) {
        var seen = new HashMap<>(environment);
        seen.put("KAFKA_BOOTSTRAP_SERVERS", kafka.getHost() + ":" + kafkaPort);
        seen.put(
                "DATABASE_URL", "postgresql://" + postgres.getHost() + ":" + postgres.getMappedPort(5432) + "/epochal");
        seen.put("REDIS_URL", "redis://" + redis.getHost() + ":" + redis.getMappedPort(6379));
        seen.put("SERVER_HOST", "127.0.0.1");
        return seen;
    }

    @Override
    public void close() {
        Stream.of(kafka, postgres, redis).parallel().forEach(ServiceContainer::stop);
        network.close();
    }
}
