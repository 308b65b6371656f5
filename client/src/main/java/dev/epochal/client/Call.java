package dev.epochal.client;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// One request, in a form that can be sent again.
///
/// @param method the HTTP method
/// @param target path and query
/// @param body the body; empty for none
/// @param headers the headers beside those of each request
/// @param hold how long the server may hold the answer back on purpose
record Call(String method, String target, Octets body, Map<String, String> headers, Duration hold) {
    static Call get(String target) {
        return new Call("GET", target, Octets.empty(), Map.of(), Duration.ZERO);
    }

    static Call get(String target, Duration hold) {
        return new Call("GET", target, Octets.empty(), Map.of(), hold);
    }

    /// A stream of Server-Sent Events.
    static Call stream(String target, Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.put("Accept", "text/event-stream");
        return new Call("GET", target, Octets.empty(), Map.copyOf(all), Duration.ZERO);
    }

    static Call delete(String target) {
        return new Call("DELETE", target, Octets.empty(), Map.of(), Duration.ZERO);
    }

    /// A write. The key makes a second attempt harmless: the server answers it with the first receipt.
    static Call post(String target, Octets json, String idempotencyKey) {
        return write("POST", target, json, idempotencyKey);
    }

    /// The same, for what replaces what is there.
    static Call put(String target, Octets json, String idempotencyKey) {
        return write("PUT", target, json, idempotencyKey);
    }

    private static Call write(String method, String target, Octets json, String idempotencyKey) {
        var headers = Map.of("Content-Type", "application/json", "Idempotency-Key", idempotencyKey);
        return new Call(method, target, json, headers, Duration.ZERO);
    }

    /// The same with one more header.
    Call with(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new Call(method, target, body, Map.copyOf(more), hold);
    }

    HttpRequest.BodyPublisher publisher() {
        return body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body.toArray());
    }
}
