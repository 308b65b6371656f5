package dev.epochal.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/// Answers requests with the prepared answers, one after the other, and keeps what was asked.
final class StubServer implements AutoCloseable {
    private final HttpServer server;
    private final Deque<Prepared> prepared = new ArrayDeque<>();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    /// @param missing how many octets of the body are announced and never come
    record Prepared(int status, Map<String, String> headers, String body, int missing) {}

    record Asked(String line, Map<String, List<String>> headers, String body) {
        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .flatMap(header -> header.getValue().stream())
                    .findFirst();
        }
    }

    StubServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    StubServer answers(int status, String body) {
        return answers(status, Map.of(), body);
    }

    synchronized StubServer answers(int status, Map<String, String> headers, String body) {
        prepared.add(new Prepared(status, headers, body, 0));
        return this;
    }

    /// The connection is closed so many octets before the end of the body.
    synchronized StubServer breaksOff(Map<String, String> headers, String body, int missing) {
        prepared.add(new Prepared(200, headers, body, missing));
        return this;
    }

    /// The next request gets no answer: its connection is closed.
    StubServer hangsUp() {
        return answers(-1, "");
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private synchronized Prepared next() {
        return prepared.isEmpty() ? new Prepared(500, Map.of(), "nothing was prepared", 0) : prepared.remove();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    body));
            var answer = next();
            if (answer.status() < 0) {
                return;
            }
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length + answer.missing());
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
