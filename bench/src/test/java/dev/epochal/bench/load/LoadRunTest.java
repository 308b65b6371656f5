package dev.epochal.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadRunTest {
    private static final Duration STALL = Duration.ofMillis(400);

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private Connections connections;
    private byte[] request;

    @BeforeEach
    void start_a_server_that_stalls_once_and_refuses_every_tenth_request() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newSingleThreadExecutor());
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            int count = asked.incrementAndGet();
            if (count == 20) {
                LockSupport.parkNanos(STALL.toNanos());
            }
            exchange.sendResponseHeaders(count % 10 == 0 ? 500 : 201, -1);
            exchange.close();
        });
        server.start();
        var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        connections = new Connections(base);
        request = new Requests(base, "token").post("/anything", new byte[] {'{', '}'});
    }

    @AfterEach
    void stop() {
        connections.close();
        server.stop(0);
    }

    @Test
    void what_is_due_while_the_server_stalls_counts_its_waiting() throws InterruptedException {
        var lanes = List.of(Lane.free(Collections.nCopies(1000, request)));
        var window = new Window(Duration.ZERO, Duration.ofSeconds(1));

        var result = LoadRun.measure(connections, lanes, AnswerCheck.status(201), new Pace.Open(100), window);

        // 100 are due in the second, and 40 of them while nothing is answered: they wait 200 ms on average.
        assertThat(result.latency().count()).isBetween(85L, 95L);
        assertThat(result.latency().max()).isGreaterThan(300);
        assertThat(result.latency().p90()).isGreaterThan(200);
        assertThat(result.problems()).containsOnlyKeys("http-500").containsEntry("http-500", 10L);
    }

    @Test
    void a_closed_loop_ends_when_a_lane_has_nothing_left_and_says_so() throws InterruptedException {
        var lane = Lane.ordered(Collections.nCopies(9, request));
        var window = new Window(Duration.ZERO, Duration.ofSeconds(30));

        var result = LoadRun.measure(connections, List.of(lane), AnswerCheck.status(201), new Pace.Closed(4), window);

        assertThat(lane.accepted()).isEqualTo(9);
        assertThat(result.latency().count()).isEqualTo(9);
        assertThat(result.note()).startsWith("the traffic ran out");
    }
}
