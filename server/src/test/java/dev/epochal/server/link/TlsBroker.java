package dev.epochal.server.link;

import dev.epochal.embedded.BrokerSettings;
import dev.epochal.embedded.Durability;
import dev.epochal.server.Eventually;
import dev.epochal.testkit.tls.SelfSigned;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real broker that speaks nothing but TLS with its clients.
final class TlsBroker implements AutoCloseable {
    private final int port;
    private final Process process;

    TlsBroker(Path folder, SelfSigned identity) throws IOException {
        Files.createDirectories(folder);
        var keys = Files.writeString(folder.resolve("keys.pem"), identity.keyPem() + identity.certificatePem());
        int controller;
        try (var one = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = one.getLocalPort();
            controller = other.getLocalPort();
        }
        var properties = Files.writeString(folder.resolve("broker.properties"), properties(folder, keys, controller));
        process = launch(BrokerSettings.of(folder, Durability.OS), properties);
        Eventually.holds("the broker listens", this::listens);
    }

    private String properties(Path folder, Path keys, int controller) {
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controller,
                "listeners=LOCAL://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners=LOCAL://127.0.0.1:" + port,
                "listener.security.protocol.map=LOCAL:SSL,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name=LOCAL",
                "controller.listener.names=CONTROLLER",
                "ssl.keystore.type=PEM",
                "ssl.keystore.location=" + keys,
                "ssl.truststore.type=PEM",
                "ssl.truststore.location=" + keys.resolveSibling("trusted.pem"),
                "log.dirs=" + folder.resolve("log"),
                "offsets.topic.num.partitions=1",
                "offsets.topic.replication.factor=1",
                "log.cleaner.dedupe.buffer.size=2097152",
                "");
    }

    private static Process launch(BrokerSettings program, Path properties) throws IOException {
        var folder = program.data();
        Files.writeString(
                folder.resolve("trusted.pem"),
                Files.readString(folder.resolve("keys.pem")).replaceFirst("(?s).*(?=-----BEGIN CERTIFICATE)", ""));
        var command = new ArrayList<String>();
        command.add(program.javaHome().resolve("bin/java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(program.jvmArguments());
        command.add("-Depochal.broker.log=" + folder.resolve("broker.log"));
        command.add("-Dlog4j2.configurationFile=classpath:dev/epochal/broker/log.xml");
        command.addAll(List.of("-cp", program.jars() + "/*", "dev.epochal.broker.Main", properties.toString()));
        command.add(folder.resolve("log").toString());
        command.add(folder.resolve("broker.lock").toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve("broker.out").toFile()))
                .start();
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new AssertionError("The broker has ended; see broker.out and broker.log");
        }
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
