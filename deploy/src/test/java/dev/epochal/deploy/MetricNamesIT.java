package dev.epochal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.Octets;
import dev.epochal.testkit.MlsClient;
import dev.epochal.testkit.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What alerts and dashboards ask for is what a server really tells.
class MetricNamesIT {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(1);
    /// Those of a machine that lives for seconds.
    private static final List<String> JVM_ARGUMENTS = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)[ {]", Pattern.MULTILINE);
    /// Told by Prometheus itself, by the watcher of the machine, and by the file beside the backups.
    private static final Set<String> OF_OTHERS =
            Set.of("up", "node_filesystem_avail_bytes", "node_filesystem_size_bytes", "epochal_backup_made_seconds");

    @Test
    void a_server_that_has_decided_something_tells_every_metric_that_is_asked_for(@TempDir Path data) throws Exception {
        var lines = new CopyOnWriteArrayList<String>();
        var launch = new ServerProcess.Launch(
                Path.of(System.getProperty("epochal.home", "../server/target")),
                JVM_ARGUMENTS,
                data.resolve("data"),
                0);
        try (var server = ServerProcess.start(launch, lines::add)) {
            assertThat(server.awaitHealthy(START_LIMIT))
                    .withFailMessage(() -> String.join("\n", lines))
                    .isTrue();
            submit(server);
            assertThat(Expressions.used()).hasSizeGreaterThan(30);
            var told = names(scrape(server.uri()));
            told.addAll(OF_OTHERS);
            assertThat(told).containsAll(Expressions.used().keySet());
        }
    }

    private static void submit(ServerProcess server) {
        var token = server.tokens().token("alice", "laptop", TOKEN_VALIDITY);
        try (var http = EpochalClient.connect(ClientSettings.of(server.uri()).withAttempts(5), () -> "")) {
            var alice = MlsClient.create(http, "alice", "laptop", () -> token);
            alice.publishKeyPackages(1);
            alice.createGroup(Octets.utf8("group"));
            // The same again is refused, which is counted as well.
            try {
                MlsClient.create(http, "alice", "laptop", () -> token).createGroup(Octets.utf8("group"));
            } catch (RuntimeException e) {
                assertThat(e).hasMessageContaining("group");
            }
        }
    }

    private static Set<String> names(String scraped) {
        var names = new TreeSet<String>();
        SAMPLE.matcher(scraped).results().forEach(sample -> names.add(sample.group(1)));
        return names;
    }

    private static String scrape(URI server) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(server.resolve("/metrics")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
