package dev.epochal.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {
    private final LoggerContext context = new LoggerContext();

    JsonLinesTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    @Test
    void what_was_logged_with_a_message_stands_beside_it() throws IOException {
        var event = event("request", null);
        event.addKeyValuePair(new KeyValuePair("status", 409));
        event.addKeyValuePair(new KeyValuePair("correlationId", "abc"));

        var line = line(event);

        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("logger").asText()).isEqualTo("a.logger");
        assertThat(line.path("message").asText()).isEqualTo("request");
        assertThat(line.path("status").isInt()).isTrue();
        assertThat(line.path("correlationId").asText()).isEqualTo("abc");
        assertThat(line.path("time").asText()).endsWith("Z");
    }

    @Test
    void a_message_can_neither_begin_another_line_nor_take_the_place_of_a_field() {
        var event = event("one\n{\"level\":\"INFO\"}\u2028\"", null);
        event.addKeyValuePair(new KeyValuePair("message", "another"));

        var text = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);

        assertThat(text).endsWith("}\n").doesNotContain("another");
        assertThat(text.strip().lines()).hasSize(1);
    }

    @Test
    void an_error_stands_with_its_stack_trace_in_the_same_line() throws IOException {
        var line = line(event("failed", new IllegalStateException("why")));

        assertThat(line.path("error").asText()).contains("IllegalStateException: why", "JsonLinesTest");
    }

    private LoggingEvent event(String message, @Nullable Throwable thrown) {
        return new LoggingEvent("", context.getLogger("a.logger"), Level.WARN, message, thrown, null);
    }

    private static JsonNode line(LoggingEvent event) throws IOException {
        return new ObjectMapper().readTree(new JsonLines().encode(event));
    }
}
