package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.api.exchange.Allowances;
import dev.epochal.api.exchange.Guard;
import dev.epochal.api.exchange.Pace;
import dev.epochal.api.exchange.Room;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever sends a request drop by drop, and never falls silent, loses its connection; the others notice nothing.
@Tag("S45")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class SlowTest {
    private static final Duration LIMIT = Duration.ofMillis(400);
    private static final String TOKEN = "Authorization: Bearer " + RunningApi.token("alice") + "\r\n";
    private static final String POST =
            "POST " + Samples.PATH + "/messages HTTP/1.1\r\nHost: localhost\r\n" + "Content-Type: application/json\r\n";

    private final RunningApi server = new RunningApi(
            new Protection(
                    new Guard.Limits(
                            Allowances.Rate.UNLIMITED,
                            new Room(100, 64 << 20),
                            new Pace.Limits(LIMIT, LIMIT),
                            List.of()),
                    10),
            Duration.ofSeconds(60));

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "GET /v1/groups HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Slow: "
            })
    void header_fields_without_end(String begin) throws IOException {
        try (var connection = new RawConnection(server.api.port())) {
            connection.send(begin).drip("a");
        }
    }

    @Test
    void a_body_without_end() throws IOException {
        try (var connection = new RawConnection(server.api.port())) {
            connection.send(POST + TOKEN + "Content-Length: 100000\r\n\r\n{").drip(" ");
        }
        try (var connection = new RawConnection(server.api.port())) {
            connection.send(POST + TOKEN + "Transfer-Encoding: chunked\r\n\r\n").drip("1\r\n \r\n");
        }
    }

    @Test
    void a_body_that_nobody_reads() throws IOException {
        try (var connection = new RawConnection(server.api.port())) {
            connection.send(POST + "Content-Length: 100000\r\n\r\n{").drip(" ");
        }
        try (var connection = new RawConnection(server.api.port())) {
            connection
                    .send(POST.replace(Samples.PATH, "/nowhere") + "Content-Length: 100000\r\n\r\n{")
                    .drip(" ");
        }
    }

    @Test
    void the_others_are_answered_while_many_are_slow() throws IOException {
        var slow = new ArrayList<RawConnection>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(new RawConnection(server.api.port()).send("GET /health HTTP/1.1\r\nHost: localhost\r\nX: "));
            }
            assertThat(server.get("/v1/groups").status()).isEqualTo(200);
        } finally {
            for (var connection : slow) {
                connection.close();
            }
        }
    }

    @Test
    void who_waits_for_an_event_is_not_hurried() {
        server.reads.put(Samples.row(0, 0), Samples.ALICE);
        assertThat(server.get(Samples.PATH + "/events?from=1&wait=1").status()).isEqualTo(200);
    }
}
