package dev.epochal.server.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.server.setting.Configuration.External;
import dev.epochal.server.setting.Configuration.Listen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S43")
class PlaintextTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "localhost", "::1"})
    void clients_on_this_machine_may_speak_in_clear(String host) {
        assertThatCode(() -> Listen.of(host, 0, environment()).verifyPrivate()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @Tag("S42")
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "127.0.0.1.example.org", "chat.example.org"})
    void clients_elsewhere_may_not_unless_it_is_said(String host) {
        assertThatThrownBy(() -> Listen.of(host, 0, environment()).verifyPrivate())
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("http")
                .hasMessageContaining("TLS_CERTIFICATE")
                .hasMessageContaining("ALLOW_PLAINTEXT");
        assertThatCode(() -> Listen.of(host, 0, environment("ALLOW_PLAINTEXT", "redis, http"))
                        .verifyPrivate())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db/epochal",
                "postgresql://db/epochal?sslmode=require",
                "postgresql://db/epochal?sslmode=disable",
                "postgresql://db/epochal?xsslmode=verify-full",
                "jdbc:postgresql://localhost:5432,db:5432/epochal",
                "jdbc:postgresql://db:5432/epochal?sslmode=prefer"
            })
    void a_database_elsewhere_is_spoken_to_over_tls_or_not_at_all(String url) {
        assertThatThrownBy(() -> External.of(standing(url, "localhost:9092")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("sslmode=verify-full");
        assertThat(External.of(standing(url, "localhost:9092", "ALLOW_PLAINTEXT", "database")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://localhost/epochal",
                "postgresql://127.0.0.1:5432/epochal",
                "postgresql://db/epochal?sslmode=verify-full",
                "jdbc:postgresql://db/epochal?user=a&sslmode=verify-ca&x=y",
                "jdbc:postgresql:///epochal"
            })
    void other_databases_need_no_word(String url) {
        assertThat(External.of(standing(url, "localhost:9092"))).isPresent();
    }

    @Test
    void brokers_elsewhere_are_spoken_to_over_tls_or_not_at_all() throws IOException {
        var database = "postgresql://localhost/epochal";
        assertThatThrownBy(() -> External.of(standing(database, "localhost:9092,kafka:9092")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("security.protocol");
        var clear = Files.writeString(folder.resolve("clear"), "security.protocol=SASL_PLAINTEXT\n");
        assertThatThrownBy(() ->
                        External.of(standing(database, "kafka:9092", "KAFKA_CLIENT_PROPERTIES", clear.toString())))
                .isInstanceOf(StartRefusedException.class);
        var tls = Files.writeString(folder.resolve("tls"), "security.protocol=SASL_SSL\n");
        assertThat(External.of(standing(database, "kafka:9092", "KAFKA_CLIENT_PROPERTIES", tls.toString())))
                .isPresent();
        assertThat(External.of(standing(database, "kafka:9092", "ALLOW_PLAINTEXT", "kafka")))
                .isPresent();
    }

    @Test
    void a_cache_elsewhere_is_spoken_to_over_tls_or_not_at_all() {
        assertThatThrownBy(() -> DirectorySettings.of(environment("REDIS_URL", "redis://redis:6379")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("rediss://");
        assertThat(DirectorySettings.of(environment("REDIS_URL", "rediss://redis:6379"))
                        .redis())
                .isPresent();
        assertThat(DirectorySettings.of(environment("REDIS_URL", "redis://127.0.0.1:6379"))
                        .redis())
                .isPresent();
        assertThat(DirectorySettings.of(environment("REDIS_URL", "redis://redis", "ALLOW_PLAINTEXT", "redis"))
                        .redis())
                .isPresent();
    }

    @Test
    void takes_no_other_words() {
        assertThatThrownBy(() -> Plaintext.of(environment("ALLOW_PLAINTEXT", "yes")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("http, kafka, database, redis and traces");
    }

    @Test
    void a_collector_of_traces_across_the_network_wants_tls() {
        var name = "OTEL_EXPORTER_OTLP_ENDPOINT";
        assertThatThrownBy(() -> TraceSettings.of(environment(name, "http://traces:4318")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("https://");
        assertThat(TraceSettings.of(environment(name, "http://127.0.0.1:4318")).collector())
                .isPresent();
        assertThat(TraceSettings.of(environment(name, "https://traces")).collector())
                .isPresent();
        assertThat(TraceSettings.of(environment()).collector()).isEmpty();
        assertThatThrownBy(() -> TraceSettings.of(environment(name, "traces")))
                .isInstanceOf(StartRefusedException.class);
        assertThatThrownBy(() -> TraceSettings.of(environment("OTEL_TRACES_SAMPLER_ARG", "some")))
                .isInstanceOf(StartRefusedException.class);
    }

    private static Environment standing(String url, String brokers, String... more) {
        var variables = new HashMap<>(environment(more).variables());
        variables.put("DATABASE_URL", url);
        variables.put("KAFKA_BOOTSTRAP_SERVERS", brokers);
        return new Environment(variables);
    }

    private static Environment environment(String... pairs) {
        var variables = new HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            variables.put(pairs[i], pairs[i + 1]);
        }
        return new Environment(Map.copyOf(variables));
    }
}
