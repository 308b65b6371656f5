package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// How a server says it is, when it is well and when something is really wrong with it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealthIT {
    private final Path data = TestFolder.absent("health");
    private final RunningServer server;
    private final RawHttp http;

    HealthIT() {
        this.server = RunningServer.start(data);
        this.http = new RawHttp(server.uri());
    }

    @AfterAll
    void stop_the_server() {
        http.close();
        server.close();
    }

    @Test
    @Order(1)
    void a_healthy_server_answers_in_exactly_one_form() {
        Eventually.holds("all checks are healthy", () -> status().equals("healthy"));
        var answer = http.get("/health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(names(answer.json())).containsExactly("status", "timestamp", "version", "checks");
        assertThat(answer.json().path("timestamp").isIntegralNumber()).isTrue();
        assertThat(Instant.ofEpochSecond(answer.json().path("timestamp").asLong()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(answer.json().path("version").asText()).isEqualTo(Version.text());
        assertThat(names(answer.json().path("checks")))
                .containsExactlyInAnyOrder("cache", "database", "disk", "log", "memory", "processor", "projections");
        answer.json()
                .path("checks")
                .forEach(check -> assertThat(check.path("status").asText()).isEqualTo("healthy"));
    }

    @Test
    @Order(2)
    void a_healthy_server_is_alive_and_ready_and_measures() {
        assertThat(http.get("/health/live").status()).isBetween(200, 204);
        assertThat(http.get("/health/ready").status()).isBetween(200, 204);
        var metrics = http.get("/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.header("Content-Type")).startsWith("text/plain");
        assertThat(metrics.response().body()).contains("epochal_", "jvm_memory_used_bytes");
    }

    @Test
    @Order(3)
    void a_server_whose_database_hangs_is_unhealthy_and_well_again_with_it() throws Exception {
        var database = database();
        assertThat(database).isNotEmpty();
        signal("STOP", database);
        try {
            Eventually.holds("the server is unhealthy", () -> status().equals("unhealthy"));
            var answer = http.get("/health");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(names(answer.json())).containsExactly("status", "timestamp", "version", "checks");
            assertThat(answer.json().at("/checks/database/status").asText()).isEqualTo("unhealthy");
            assertThat(answer.json().at("/checks/memory/status").asText()).isEqualTo("healthy");
            assertThat(http.get("/health/ready").status()).isEqualTo(503);
            assertThat(http.get("/health/live").status()).isBetween(200, 204);
        } finally {
            signal("CONT", database);
        }
        Eventually.holds("the server is healthy again", () -> status().equals("healthy"));
        assertThat(http.get("/health/ready").status()).isBetween(200, 204);
    }

    @Test
    @Order(4)
    void a_server_with_a_record_in_its_log_that_nobody_may_trust_is_degraded_and_works_on() throws Exception {
        appendForgery();
        Eventually.holds("the server is degraded", () -> status().equals("degraded"));
        var answer = http.get("/health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/checks/projections/status").asText()).isEqualTo("degraded");
        assertThat(answer.json().at("/checks/projections/haltedPartitions").asInt())
                .isEqualTo(1);
        assertThat(http.get("/health/ready").status()).isBetween(200, 204);
        assertThat(http.get("/health/live").status()).isBetween(200, 204);
    }

    private String status() {
        return http.get("/health").json().path("status").asText();
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /// PostgreSQL and all of its children.
    private List<ProcessHandle> database() {
        return server.process()
                .handle()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("postgres"))
                .toList();
    }

    private static void signal(String name, List<ProcessHandle> processes) throws Exception {
        var command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /// An event without a seal, as no server writes it.
    private void appendForgery() throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker());
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("mls.group.events", 0, "a group", "an event"))
                    .get();
        }
    }

    private String broker() {
        try (var reader =
                Files.newBufferedReader(data.resolve("broker").resolve("broker.properties"), StandardCharsets.UTF_8)) {
            var properties = new Properties();
            properties.load(reader);
            return properties.getProperty("advertised.listeners").replaceFirst("^.*//", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
