package dev.epochal.embedded;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The settings of a broker that is alone: its own controller, one copy of everything, small buffers.
final class BrokerProperties {
    private static final int MESSAGE_BYTES_MAX = 8 * 1024 * 1024;

    /// One day less than the largest number of minutes would overflow in milliseconds: ten years.
    private static final int TEN_YEARS_MINUTES = 10 * 366 * 24 * 60;

    private BrokerProperties() {}

    static String text(BrokerSettings settings, int port, int controllerPort) {
        var properties = new TreeMap<String, Object>(node(settings, port, controllerPort));
        properties.putAll(coordination());
        properties.putAll(size());
        if (settings.durability() == Durability.FSYNC) {
            properties.put("log.flush.interval.messages", 1);
        }
        return properties.entrySet().stream()
                .map(entry ->
                        entry.getKey() + "=" + String.valueOf(entry.getValue()).replace("\\", "\\\\") + "\n")
                .collect(Collectors.joining());
    }

    private static Map<String, Object> node(BrokerSettings settings, int port, int controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", 1),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                Map.entry("listeners", "LOCAL://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "LOCAL://127.0.0.1:" + port),
                Map.entry("listener.security.protocol.map", "LOCAL:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "LOCAL"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("log.dirs", settings.data().resolve("log").toAbsolutePath()),
                // After a kill the new broker waits until its predecessor's session is over.
                Map.entry("broker.session.timeout.ms", 2000),
                Map.entry("broker.heartbeat.interval.ms", 500),
                Map.entry("auto.create.topics.enable", false),
                Map.entry("delete.topic.enable", true));
    }

    private static Map<String, Object> coordination() {
        return Map.ofEntries(
                Map.entry("default.replication.factor", 1),
                Map.entry("min.insync.replicas", 1),
                Map.entry("offsets.topic.replication.factor", 1),
                Map.entry("offsets.topic.num.partitions", 1),
                Map.entry("offsets.retention.minutes", TEN_YEARS_MINUTES),
                Map.entry("transaction.state.log.replication.factor", 1),
                Map.entry("transaction.state.log.min.isr", 1),
                Map.entry("transaction.state.log.num.partitions", 4),
                Map.entry("share.coordinator.state.topic.replication.factor", 1),
                Map.entry("share.coordinator.state.topic.min.isr", 1),
                Map.entry("share.coordinator.state.topic.num.partitions", 1),
                Map.entry("group.initial.rebalance.delay.ms", 0),
                Map.entry("group.min.session.timeout.ms", 1000),
                Map.entry("transaction.max.timeout.ms", 900_000),
                // The first record of each transaction waits for this when the one before is just being finished.
                Map.entry("add.partitions.to.txn.retry.backoff.ms", 1));
    }

    private static Map<String, Object> size() {
        return Map.ofEntries(
                Map.entry("message.max.bytes", MESSAGE_BYTES_MAX),
                Map.entry("replica.fetch.max.bytes", MESSAGE_BYTES_MAX),
                Map.entry("log.cleaner.dedupe.buffer.size", 2 * 1024 * 1024),
                Map.entry("log.retention.ms", -1),
                Map.entry("num.network.threads", 2),
                Map.entry("num.io.threads", 4),
                Map.entry("background.threads", 2),
                Map.entry("num.recovery.threads.per.data.dir", 2));
    }
}
