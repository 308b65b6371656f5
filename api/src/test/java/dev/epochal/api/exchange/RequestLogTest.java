package dev.epochal.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.spi.LoggingEventAware;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class RequestLogTest {
    private static final Endpoint MESSAGES = endpoint("/v1/groups/{group}/messages");
    private static final Endpoint COMMITS = endpoint("/v1/groups/{group}/commits");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong clock = new AtomicLong();
    private final Lines lines = new Lines();
    private final RequestLog log = new RequestLog(registry, OpenTelemetry.noop().getTracer("test"), clock::get, lines);

    @Test
    void one_line_in_a_second_stands_for_all_that_are_sent_away_from_a_route() {
        for (int i = 0; i < 5; i++) {
            log.record(MESSAGES, 503, 1, "first-" + i);
        }
        log.record(COMMITS, 503, 1, "other");
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        log.record(MESSAGES, 503, 1, "second");

        assertThat(lines.all).extracting(LoggingEvent::getLevel).containsOnly(Level.WARN);
        assertThat(lines.all)
                .extracting(line -> values(line).get("correlationId"))
                .containsExactly("first-0", "other", "second");
        assertThat(lines.all.getFirst().getKeyValuePairs()).noneMatch(pair -> pair.key.equals("leftOut"));
        assertThat(values(lines.all.getLast())).containsEntry("leftOut", 4).containsEntry("status", 503);
        assertThat(registry.get("epochal.http.requests")
                        .tag("route", MESSAGES.path())
                        .timer()
                        .count())
                .isEqualTo(6);
    }

    @Test
    void any_other_answer_has_a_line_of_its_own() {
        for (int i = 0; i < 3; i++) {
            log.record(MESSAGES, 201, 1, "taken");
            log.record(MESSAGES, 500, 1, "failed");
        }

        assertThat(lines.all)
                .extracting(LoggingEvent::getLevel)
                .containsExactly(Level.INFO, Level.WARN, Level.INFO, Level.WARN, Level.INFO, Level.WARN);
    }

    private static Endpoint endpoint(String path) {
        return Endpoint.post(path, 1, _ -> Answer.noContent());
    }

    private static Map<String, Object> values(LoggingEvent line) {
        return line.getKeyValuePairs().stream().collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }

    /// Keeps what is logged.
    private static final class Lines extends LegacyAbstractLogger implements LoggingEventAware {
        private static final long serialVersionUID = 1;

        private final transient List<LoggingEvent> all = new ArrayList<>();

        @Override
        public void log(LoggingEvent event) {
            all.add(event);
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable cause) {
            throw new IllegalStateException("Lines are logged with keys and values");
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
