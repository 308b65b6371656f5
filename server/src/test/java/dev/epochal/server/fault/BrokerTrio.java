package dev.epochal.server.fault;

import dev.epochal.embedded.BrokerSettings;
import dev.epochal.embedded.Durability;
import dev.epochal.server.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/// Three brokers that are their own controllers. Each record is on all of them and counts when two have it; none waits
/// for its disk. What isn't said here is as Kafka has it by default.
final class BrokerTrio implements Brokers {
    static final int SIZE = 3;

    private static final int ANSWER_LIMIT_MS = 5000;

    private final List<TrioMember> members = new ArrayList<>();
    private final String bootstrapServers;
    private final Admin admin;

    BrokerTrio(Path folder) throws InterruptedException {
        var ports = freePorts(2 * SIZE);
        this.bootstrapServers =
                ports.subList(0, SIZE).stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        for (int i = 0; i < SIZE; i++) {
            var program = BrokerSettings.of(folder.resolve("broker-" + (i + 1)), Durability.OS);
            members.add(new TrioMember(program, properties(i, ports, program.data())));
        }
        var clusterId = Uuid.randomUuid().toString();
        for (var member : members) {
            member.format(clusterId);
        }
        members.forEach(TrioMember::start);
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        Eventually.holds("three brokers are there", () -> brokers() == SIZE);
    }

    /// All at once, so that they differ.
    private static List<Integer> freePorts(int count) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
            }
            var ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (var socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String properties(int index, List<Integer> ports, Path data) {
        var voters = IntStream.range(0, SIZE)
                .mapToObj(i -> (i + 1) + "@127.0.0.1:" + ports.get(SIZE + i))
                .collect(Collectors.joining(","));
        var local = "LOCAL://127.0.0.1:" + ports.get(index);
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=" + (index + 1),
                "controller.quorum.voters=" + voters,
                "listeners=" + local + ",CONTROLLER://127.0.0.1:" + ports.get(SIZE + index),
                "advertised.listeners=" + local,
                "listener.security.protocol.map=LOCAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name=LOCAL",
                "controller.listener.names=CONTROLLER",
                "log.dirs=" + data.resolve("log").toAbsolutePath(),
                "broker.session.timeout.ms=5000",
                "broker.heartbeat.interval.ms=500",
                "auto.create.topics.enable=false",
                "offsets.topic.num.partitions=1",
                "transaction.state.log.num.partitions=3",
                "transaction.state.log.min.isr=2",
                "min.insync.replicas=2",
                "group.initial.rebalance.delay.ms=0",
                "message.max.bytes=8388608",
                "replica.fetch.max.bytes=8388608",
                "log.cleaner.dedupe.buffer.size=2097152",
                "");
    }

    private int brokers() {
        try {
            return admin.describeCluster().nodes().get().size();
        } catch (ExecutionException _) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public int copies() {
        return SIZE;
    }

    @Override
    public int copiesMin() {
        return SIZE - 1;
    }

    @Override
    public List<Fault> faults() {
        return List.of(new Fault("kill one of three brokers", () -> {
            int index = leader();
            kill(index);
            restart(index);
        }));
    }

    @Override
    public List<Fault> moreFaults() {
        return List.of(new Fault("freeze one of three brokers", () -> {
            Frozen.process(pid(leader()));
            awaitWhole();
        }));
    }

    /// The broker that leads the most partitions.
    int leader() throws InterruptedException {
        var led = new int[SIZE];
        for (var partition : partitions()) {
            Node leader = partition.leader();
            if (leader != null && !leader.isEmpty()) {
                led[leader.id() - 1]++;
            }
        }
        return IntStream.range(0, SIZE)
                .reduce((a, b) -> led[b] > led[a] ? b : a)
                .orElseThrow();
    }

    void kill(int index) {
        members.get(index).kill();
    }

    long pid(int index) {
        return members.get(index).pid();
    }

    /// Starts it again, and waits until all copies are in step.
    void restart(int... indexes) {
        for (int index : indexes) {
            members.get(index).start();
        }
        awaitWhole();
    }

    private void awaitWhole() {
        Eventually.holds("all brokers have all records", () -> {
            try {
                var partitions = partitions();
                return !partitions.isEmpty()
                        && partitions.stream().allMatch(each -> each.isr().size() == SIZE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    /// Of all topics, those that brokers keep for themselves included; none if they don't tell.
    private List<TopicPartitionInfo> partitions() throws InterruptedException {
        try {
            var names = admin.listTopics(
                            new ListTopicsOptions().listInternal(true).timeoutMs(ANSWER_LIMIT_MS))
                    .names()
                    .get();
            var topics = admin.describeTopics(names, new DescribeTopicsOptions().timeoutMs(ANSWER_LIMIT_MS))
                    .allTopicNames()
                    .get();
            return topics.values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .toList();
        } catch (ExecutionException _) {
            return List.of();
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        members.forEach(TrioMember::stop);
    }
}
