package dev.epochal.bench.load;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Writes whole HTTP requests before the clock runs.
///
/// @param base the server's address
/// @param token the caller's bearer token
public record Requests(URI base, String token) {
    /// A POST of JSON, whose idempotency key is the hash of its body.
    public byte[] post(String path, byte[] json) {
        return request("POST", path, json, "");
    }

    /// A POST of JSON with an idempotency key of its own.
    public byte[] postOnce(String path, byte[] json, String idempotencyKey) {
        return request("POST", path, json, "Idempotency-Key: " + idempotencyKey + "\r\n");
    }

    /// A PUT of JSON.
    public byte[] put(String path, byte[] json) {
        return request("PUT", path, json, "");
    }

    /// A GET of a stream of Server-Sent Events.
    public byte[] stream(String path) {
        return request("GET", path, new byte[0], "Accept: text/event-stream\r\n");
    }

    private byte[] request(String method, String path, byte[] json, String fields) {
        var head = method + " " + path + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nAuthorization: Bearer "
                + token + "\r\nContent-Type: application/json\r\n" + fields + "Content-Length: " + json.length
                + "\r\n\r\n";
        var octets = head.getBytes(StandardCharsets.ISO_8859_1);
        var whole = new byte[octets.length + json.length];
        System.arraycopy(octets, 0, whole, 0, octets.length);
        System.arraycopy(json, 0, whole, octets.length, json.length);
        return whole;
    }
}
