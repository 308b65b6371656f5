package dev.epochal.server;

import dev.epochal.embedded.Durability;
import dev.epochal.server.setting.CheckpointKeys;
import dev.epochal.server.setting.Configuration;
import dev.epochal.server.setting.DirectorySettings;
import dev.epochal.server.setting.Environment;
import dev.epochal.server.setting.Role;
import dev.epochal.server.setting.StartRefusedException;
import dev.epochal.server.setting.TraceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `epochal serve`.
@Command(
        name = "serve",
        description = "Starts the server and runs it until Ctrl-C.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footerHeading = "%nEnvironment (each NAME also as NAME_FILE, a file that holds the value):%n",
        footer = {
            "  DATABASE_URL              PostgreSQL 16 or newer: postgresql://user:password@host/name",
            "  DATABASE_USER, DATABASE_PASSWORD, DATABASE_CONNECTIONS (16)",
            "  KAFKA_BOOTSTRAP_SERVERS   Kafka 4 or newer: host:port,host:port",
            "  KAFKA_CLIENT_PROPERTIES   a file with what the connection to Kafka needs for its security",
            "  KAFKA_PARTITIONS (4), KAFKA_REPLICATION_FACTOR (3), KAFKA_MIN_INSYNC_REPLICAS (2)",
            "                            for topics that this server creates",
            "  JWT_SECRET                what signs the server's own tokens, at least 32 octets",
            "  JWT_ISSUERS               who else issues tokens, as JSON: {\"https://id.example.org\":",
            "                            {\"jwks\": \"https://id.example.org/jwks.json\"}}",
            "  REDIS_URL, REDIS_PASSWORD the cache that all instances share: redis://host:6379",
            "  KEY_PACKAGES_LOW_WATER (10), CLAIMS_PER_REQUESTER (100), CLAIMS_PER_TARGET (1000)",
            "                            when stocks are low, and how often they may be claimed within an hour",
            "  EPOCHAL_TRUSTED_CERTIFICATES  where the chains of X.509 credentials have to lead, as PEM; without it",
            "                            such credentials are refused",
            "  EPOCHAL_CHECKPOINT_KEY, EPOCHAL_CHECKPOINT_NAME",
            "                            what signs checkpoints of histories, 32 octets in base64, and for whom",
            "  RATE_UNITS_PER_SECOND (500; 0 for no limit), RATE_UNITS_BURST (5000)",
            "                            what one user may ask for, in signatures and KiB",
            "  REQUESTS_PER_USER_MAX (256), SUBMISSIONS_WAITING_MAX (2000)",
            "                            how much is under way before more is sent away",
            "  TRUSTED_PROXIES           whose X-Forwarded-For is believed: addresses and networks (10.0.0.0/8)",
            "  TLS_CERTIFICATE, TLS_PRIVATE_KEY, TLS_VERSION_MIN (1.3)",
            "                            as PEM, for an interface over TLS",
            "  ALLOW_PLAINTEXT           which connections may cross a network in clear: http,kafka,database,redis",
            "  SERVER_HOST, SERVER_PORT  where --host and --port are not given",
            "  EPOCHAL_LOG_FORMAT, EPOCHAL_DRAIN_SECONDS  where --log-format and --drain-seconds are not given",
            "Without DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS the server runs both itself, on the data folder."
        })
final class ServeCommand implements Callable<Integer> {
    private static final String LOCAL = "127.0.0.1";
    private static final String ANYWHERE = "0.0.0.0";
    private static final int PORT = 3000;
    private static final int DRAIN_SECONDS_MAX = 600;

    @Option(names = "--data", description = "The folder that holds everything of the embedded default.")
    private Path data = Path.of("data");

    @Option(names = "--port", description = "The port to listen on; 0 takes a free one. Default: 3000.")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--host",
            description = "The address to listen on. Default: 127.0.0.1 on the embedded default, else 0.0.0.0.")
    private Optional<String> host = Optional.empty();

    @Option(names = "--role", description = "The parts to run: all, or some of api,processor,projections.")
    private String role = "all";

    @Option(
            names = "--durability",
            description = "When the embedded default calls something written: fsync (on the disk) or os (in the"
                    + " operating system's memory: faster, and lost with the power).")
    private Durability durability = Durability.FSYNC;

    @Option(
            names = "--log-format",
            description = "How the log is written: text, or json (an object in each line). Default: text.")
    private Optional<LogFormat> logFormat = Optional.empty();

    @Option(
            names = "--drain-seconds",
            description = "How long the server stays open after it has been told to stop and says that it isn't ready"
                    + " any more, so that load balancers learn of it. Default: 0.")
    private Optional<Integer> drainSeconds = Optional.empty();

    @Option(names = "--exit", description = "Ends again as soon as the server has started.")
    private boolean exit;

    /// How the log is written.
    enum LogFormat {
        TEXT,
        JSON
    }

    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var environment = Environment.ofProcess();
        json = format(environment) == LogFormat.JSON;
        if (json) {
            System.setProperty("logback.configurationFile", "logback-json.xml");
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        var server = new Server(configuration(environment), lines());
        var drain = drain(environment);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, drain), "stop"));
        try {
            tell(server, server.start());
        } catch (RuntimeException e) {
            if (server.isStopping()) {
                return 0;
            }
            throw e;
        }
        if (!exit) {
            server.awaitEnd();
        }
        return 0;
    }

    Configuration configuration(Environment environment) {
        var external = Configuration.External.of(environment);
        var listen = Configuration.Listen.of(
                host.or(() -> environment.value("SERVER_HOST")).orElse(external.isPresent() ? ANYWHERE : LOCAL),
                port.or(() -> environment.number("SERVER_PORT")).orElse(PORT),
                environment);
        return new Configuration(
                Role.parse(role),
                listen,
                data,
                durability,
                external,
                Configuration.Trust.of(environment),
                CheckpointKeys.of(environment, external.isEmpty()),
                Configuration.Size.of(environment),
                DirectorySettings.of(environment),
                TraceSettings.of(environment));
    }

    private LogFormat format(Environment environment) {
        return logFormat
                .or(() -> environment.value("EPOCHAL_LOG_FORMAT").map(ServeCommand::parseFormat))
                .orElse(LogFormat.TEXT);
    }

    private static LogFormat parseFormat(String text) {
        try {
            return LogFormat.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException("EPOCHAL_LOG_FORMAT must be text or json, but is \"" + text + "\"", e);
        }
    }

    private Duration drain(Environment environment) {
        int seconds = drainSeconds
                .or(() -> environment.number("EPOCHAL_DRAIN_SECONDS"))
                .orElse(0);
        if (seconds < 0 || seconds > DRAIN_SECONDS_MAX) {
            throw new StartRefusedException(
                    "--drain-seconds must be between 0 and " + DRAIN_SECONDS_MAX + ", not " + seconds);
        }
        return Duration.ofSeconds(seconds);
    }

    private void stop(Server server, Duration drain) {
        lines().accept("Stopping");
        server.retire(drain);
        server.close();
        lines().accept("Stopped");
    }

    private Consumer<String> lines() {
        return json ? LoggerFactory.getLogger("epochal")::info : System.out::println;
    }

    private void tell(Server server, int bound) {
        var first = FirstLook.on(bound, data, server.isEncrypted());
        lines().accept("Listening on " + first.url() + " after " + server.elapsed());
        if (!json && server.isOpen()) {
            first.lines().forEach(lines());
        }
    }
}
