package dev.epochal.server;

import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.Octets;
import dev.epochal.testkit.DevelopmentTokens;
import dev.epochal.testkit.MlsClient;
import dev.epochal.testkit.MlsIdentity;
import dev.epochal.testkit.ServerProcess;
import dev.epochal.testkit.tls.ClientAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// The program as a child process on a data folder, with a broker and a database of its own.
public final class RunningServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(1);
    /// Those of a machine that many others start beside and that lives for seconds.
    static final List<String> JVM_ARGUMENTS = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final ServerProcess process;
    private final List<String> lines;
    private final Path data;
    private final Surroundings surroundings;
    private final EpochalClient http;

    private record Surroundings(ClientAuthority authority, SpanCollector spans) {}

    private RunningServer(ServerProcess process, List<String> lines, Path data, Surroundings surroundings) {
        this.process = process;
        this.lines = lines;
        this.data = data;
        this.surroundings = surroundings;
        // A client that rides through a restart.
        this.http = EpochalClient.connect(ClientSettings.of(process.uri()).withAttempts(20), () -> "");
    }

    /// Starts a server on any port and waits until it is healthy.
    static RunningServer start(Path data) {
        return start(data, 0);
    }

    /// Starts a server and waits until it is healthy.
    static RunningServer start(Path data, int port) {
        var lines = new CopyOnWriteArrayList<String>();
        var surroundings = new Surroundings(ClientAuthority.make(), new SpanCollector());
        var environment = Map.of(
                "EPOCHAL_TRUSTED_CERTIFICATES", surroundings.authority().pem(),
                "OTEL_EXPORTER_OTLP_ENDPOINT", surroundings.spans().endpoint());
        var process = ServerProcess.start(
                new ServerProcess.Launch(home(), JVM_ARGUMENTS, data, port, List.of(), environment), lines::add);
        if (!process.awaitHealthy(START_LIMIT)) {
            process.close();
            surroundings.spans().close();
            throw new AssertionError("The server did not start:\n" + String.join("\n", lines));
        }
        return new RunningServer(process, lines, data, surroundings);
    }

    /// The folder whose `lib` holds the program.
    static Path home() {
        return Path.of(System.getProperty("epochal.home", "target"));
    }

    /// A group id that no other test uses.
    public static Octets newGroupId() {
        return Octets.utf8("group-" + UUID.randomUUID());
    }

    /// A user whom no other test uses.
    public static String newUser(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /// An MLS client of a user.
    public MlsClient client(String user, String client) {
        var token = tokens().token(user, client, TOKEN_VALIDITY);
        return MlsClient.create(http, user, client, () -> token);
    }

    /// The same of one with an X.509 credential.
    ///
    /// @param authority who certifies it
    MlsClient certifiedClient(String user, String client, ClientAuthority authority) {
        var token = tokens().token(user, client, TOKEN_VALIDITY);
        var identity = MlsIdentity.certified(user, client, key -> authority.certify(user + "/" + client, key));
        return new MlsClient(identity, http.withToken(() -> token));
    }

    /// The authority that the server trusts.
    ClientAuthority authority() {
        return surroundings.authority();
    }

    /// What it has traced so far.
    List<SpanCollector.Span> spans() {
        return surroundings.spans().spans();
    }

    /// A token that shows one group to an auditor.
    public String auditorToken(Octets groupId) {
        return tokens().auditor("auditor", List.of(groupId), TOKEN_VALIDITY);
    }

    /// The HTTP client of nobody.
    EpochalClient http() {
        return http;
    }

    DevelopmentTokens tokens() {
        return process.tokens();
    }

    public URI uri() {
        return process.uri();
    }

    /// Runs a command of the program beside this server, on its broker and its database as if they were others'.
    Verb beside(String... arguments) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("broker").resolve("broker.properties"))) {
            properties.load(reader);
        }
        var broker = properties.getProperty("advertised.listeners").replaceFirst("^.*//", "");
        var postgres = data.resolve("postgres");
        // The fourth line is the port.
        var port = Files.readAllLines(postgres.resolve("db").resolve("postmaster.pid"))
                .get(3);
        var command = new ArrayList<>(List.of(
                "env",
                "KAFKA_BOOTSTRAP_SERVERS=" + broker,
                "DATABASE_URL=postgresql://127.0.0.1:" + port + "/epochal",
                "DATABASE_USER=epochal",
                "DATABASE_PASSWORD=" + Files.readString(postgres.resolve("password"))));
        command.addAll(Verb.command(arguments));
        return Verb.end(command);
    }

    Path data() {
        return data;
    }

    ServerProcess process() {
        return process;
    }

    /// What it has printed.
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        http.close();
        process.close();
        surroundings.spans().close();
    }
}
