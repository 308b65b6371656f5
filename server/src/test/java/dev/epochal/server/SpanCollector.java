package dev.epochal.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Takes spans over OTLP and HTTP, and keeps them in memory.
public final class SpanCollector implements AutoCloseable {
    private final HttpServer http;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /// A span.
    ///
    /// @param parent the id of the span that it is under; empty if it is under none
    /// @param numbers the attributes that are numbers
    public record Span(ByteString trace, ByteString id, ByteString parent, String name, Map<String, Long> numbers) {}

    SpanCollector() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/v1/traces", this::take);
        http.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /// Those that have come so far.
    List<Span> spans() {
        return List.copyOf(spans);
    }

    /// ExportTraceServiceRequest: resource_spans (1), scope_spans (2), spans (2).
    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = fields(ByteString.readFrom(exchange.getRequestBody()));
            spans.addAll(messages(request, 1)
                    .flatMap(resource -> messages(resource, 2))
                    .flatMap(scope -> messages(scope, 2))
                    .map(SpanCollector::span)
                    .toList());
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Span span(UnknownFieldSet fields) {
        var numbers = messages(fields, 9)
                .filter(attribute -> messages(attribute, 2).anyMatch(value -> value.hasField(3)))
                .collect(Collectors.toMap(
                        attribute -> octets(attribute, 1).toStringUtf8(),
                        attribute -> messages(attribute, 2)
                                .findFirst()
                                .orElseThrow()
                                .getField(3)
                                .getVarintList()
                                .getFirst()));
        return new Span(
                octets(fields, 1),
                octets(fields, 2),
                octets(fields, 4),
                octets(fields, 5).toStringUtf8(),
                numbers);
    }

    private static ByteString octets(UnknownFieldSet fields, int number) {
        return fields.getField(number).getLengthDelimitedList().stream()
                .findFirst()
                .orElse(ByteString.EMPTY);
    }

    private static Stream<UnknownFieldSet> messages(UnknownFieldSet fields, int number) {
        return fields.getField(number).getLengthDelimitedList().stream().map(SpanCollector::fields);
    }

    private static UnknownFieldSet fields(ByteString octets) {
        try {
            return UnknownFieldSet.parseFrom(octets);
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
