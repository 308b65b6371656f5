package dev.epochal.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.epochal.bench.load.AnswerCheck;
import dev.epochal.bench.load.Connections;
import dev.epochal.bench.load.EventStream;
import dev.epochal.bench.load.Lane;
import dev.epochal.bench.load.LoadResult;
import dev.epochal.bench.load.LoadRun;
import dev.epochal.bench.load.Pace;
import dev.epochal.bench.load.Requests;
import dev.epochal.bench.load.Window;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final Window WINDOW = new Window(Duration.ZERO, Duration.ofHours(1));
    private static final String PLACE = "\"groupId\":\"g\",\"seq\":7";

    private final CountDownLatch listening = new CountDownLatch(1);
    private final Deliveries deliveries = new Deliveries(2, WINDOW, Duration.ZERO);
    private HttpServer server;
    private URI base;

    @BeforeEach
    void start_a_server_with_a_receipt_and_a_stream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/receipt", exchange -> {
            exchange.getRequestBody().readAllBytes();
            var receipt = ("{" + PLACE + "}").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(201, receipt.length);
            exchange.getResponseBody().write(receipt);
            exchange.close();
        });
        server.createContext("/stream", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var out = exchange.getResponseBody();
            for (var piece :
                    List.of("event: head\ndata: {}\n\n", "id: 1\nda", "ta: one\n", "\nid: 2\ndata: two\n\nid: 3")) {
                out.write(piece.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                awaitListener();
            }
            exchange.close();
        });
        server.start();
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void awaitListener() throws IOException {
        try {
            if (!listening.await(1, TimeUnit.MINUTES)) {
                throw new IOException("Nobody listens");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /// One message is accepted.
    private LoadResult accept() throws InterruptedException {
        var lane = Lane.ordered(List.of(new Requests(base, "token").post("/receipt", new byte[] {'{', '}'})));
        try (var connections = new Connections(base)) {
            return LoadRun.measure(
                    connections,
                    List.of(lane),
                    deliveries.accepting(AnswerCheck.status(201)),
                    new Pace.Closed(1),
                    new Window(Duration.ZERO, Duration.ofMinutes(1)));
        }
    }

    private void arrives() {
        deliveries.arrived("id: 1\ndata: {\"cursor\":\"c\",\"type\":\"event\"," + PLACE + ",\"headSeq\":7}");
    }

    @Test
    void what_comes_before_its_receipt_took_no_time() throws InterruptedException {
        arrives();
        var sending = accept();
        deliveries.arrived("event: head\ndata: {}");
        arrives();

        var result = deliveries.result(sending);

        assertThat(result.latency().count()).isEqualTo(2);
        assertThat(result.latency().p50()).isZero();
        assertThat(result.latency().max()).isPositive();
        assertThat(result.problems()).isEmpty();
    }

    @Test
    void an_event_that_somebody_did_not_get_is_a_problem() throws InterruptedException {
        var sending = accept();
        arrives();

        assertThat(deliveries.result(sending).problems()).containsOnlyKeys("not-delivered");
    }

    @Test
    void an_event_that_somebody_got_twice_is_a_problem_and_so_is_a_stream_that_breaks() throws InterruptedException {
        var sending = accept();
        arrives();
        arrives();
        arrives();
        deliveries.arrived(EventStream.BROKEN);
        deliveries.arrived("id: 1\ndata: {}");

        assertThat(deliveries.result(sending).problems())
                .containsOnlyKeys("delivered-twice", "stream-broken", "no-place-in-item");
    }

    @Test
    void a_stream_tells_whole_messages_however_they_are_cut_up() throws Exception {
        var told = new LinkedBlockingQueue<String>();
        try (var stream = EventStream.open(base, new Requests(base, "token").stream("/stream"))) {
            stream.follow(told::add);
            listening.countDown();
            assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("id: 1\ndata: one");
            assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("id: 2\ndata: two");
            assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo(EventStream.BROKEN);
        }
    }
}
