package dev.epochal.server.setting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// How Kafka is reached, and how many copies of each record it keeps.
///
/// @param connection the client properties
public record LogAddress(Map<String, Object> connection, short replicas, short replicasInSyncMin) {
    private static final int REPLICAS = 3;
    private static final int IN_SYNC = 2;

    public LogAddress {
        connection = Map.copyOf(connection);
    }

    /// A broker that is alone.
    public static LogAddress alone(String bootstrapServers) {
        return new LogAddress(Map.of("bootstrap.servers", bootstrapServers), (short) 1, (short) 1);
    }

    /// The cluster that the environment names, if it names one: `KAFKA_BOOTSTRAP_SERVERS`, and what its security needs
    /// in the properties file that `KAFKA_CLIENT_PROPERTIES` names.
    public static Optional<LogAddress> of(Environment environment) {
        return environment.value("KAFKA_BOOTSTRAP_SERVERS").map(servers -> {
            var connection = new HashMap<String, Object>();
            environment.value("KAFKA_CLIENT_PROPERTIES").ifPresent(file -> connection.putAll(properties(file)));
            connection.put("bootstrap.servers", servers);
            int replicas = environment.number("KAFKA_REPLICATION_FACTOR").orElse(REPLICAS);
            int inSync = environment.number("KAFKA_MIN_INSYNC_REPLICAS").orElse(Math.min(IN_SYNC, replicas));
            if (replicas < 1 || inSync < 1 || inSync > replicas) {
                throw new StartRefusedException("KAFKA_MIN_INSYNC_REPLICAS (" + inSync
                        + ") must be between 1 and KAFKA_REPLICATION_FACTOR (" + replicas + ")");
            }
            return new LogAddress(connection, (short) replicas, (short) inSync);
        });
    }

    private static Map<String, Object> properties(String file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new StartRefusedException("The file that KAFKA_CLIENT_PROPERTIES names can't be read: " + file, e);
        }
        var map = new HashMap<String, Object>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }

    /// Leaves out the properties that can hold passwords.
    @Override
    public String toString() {
        return "LogAddress[" + connection.get("bootstrap.servers") + "]";
    }
}
