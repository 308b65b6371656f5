package dev.epochal.client;

import java.net.http.HttpRequest;
import java.time.Duration;
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

    static Call delete(String target) {
        return new Call("DELETE", target, Octets.empty(), Map.of(), Duration.ZERO);
    }

    /// A write. The key makes a second attempt harmless: the server answers it with the first receipt.
    static Call post(String target, Octets json, String idempotencyKey) {
        var headers = Map.of("Content-Type", "application/json", "Idempotency-Key", idempotencyKey);
        return new Call("POST", target, json, headers, Duration.ZERO);
    }

    HttpRequest.BodyPublisher publisher() {
        return body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body.toArray());
    }
}
