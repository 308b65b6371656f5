package dev.epochal.bench.load;

import java.nio.charset.StandardCharsets;

/// A server's answer: its status and its body.
public final class HttpAnswer {
    private final int status;
    private final byte[] body;
    private final long askedNanos;

    private HttpAnswer(int status, byte[] body, long askedNanos) {
        this.status = status;
        this.body = body;
        this.askedNanos = askedNanos;
    }

    HttpAnswer(int status, byte[] body) {
        this(status, body, 0);
    }

    /// The same answer to a request whose last octet was written at this moment of [System#nanoTime].
    HttpAnswer askedAt(long nanos) {
        return new HttpAnswer(status, body, nanos);
    }

    /// When the last octet of the request had been written, by [System#nanoTime].
    long askedNanos() {
        return askedNanos;
    }

    /// The status code.
    public int status() {
        return status;
    }

    /// The body as text.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
