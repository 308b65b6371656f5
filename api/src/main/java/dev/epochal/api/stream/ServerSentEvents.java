package dev.epochal.api.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes Server-Sent Events (HTML Living Standard §9.2). Each one is flushed, so that the client sees it at once. Not
/// thread-safe.
///
/// - An event or item has an `id`, with which the client goes on when it was cut off (`Last-Event-ID`).
/// - `head` tells where the group or inbox stands; it is the sign of life of a quiet stream.
/// - `end` is the last one, and tells the reason.
public final class ServerSentEvents implements StreamSink {
    /// The media type.
    public static final String MEDIA_TYPE = "text/event-stream";

    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private long lastNanos = System.nanoTime();

    /// Writes there.
    public ServerSentEvents(OutputStream out) {
        this.out = out;
    }

    @Override
    public void message(String id, ByteString json) throws IOException {
        out.write(("id: " + id + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
        json.writeTo(out);
        finish();
    }

    @Override
    public void head(ObjectNode head) throws IOException {
        named("head", head);
    }

    @Override
    public void end(StreamEnd reason) throws IOException {
        named("end", Json.object().put("reason", reason.word()));
    }

    @Override
    public long lastNanos() {
        return lastNanos;
    }

    private void named(String name, ObjectNode data) throws IOException {
        out.write(("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
        Json.write(data).writeTo(out);
        finish();
    }

    private void finish() throws IOException {
        out.write(END);
        out.flush();
        lastNanos = System.nanoTime();
    }
}
