package dev.epochal.api.exchange;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/// Sends a large body compressed to who takes that.
public final class Compression {
    /// A smaller body is not worth the while.
    private static final int OCTETS_MIN = 1 << 10;

    private Compression() {}

    /// Success with this body, by gzip if the client takes it.
    public static Answer answer(Call call, String mediaType, ByteString body) {
        var answer = call.takesGzip() && body.size() >= OCTETS_MIN
                ? Answer.ok(mediaType, gzip(body)).with("Content-Encoding", "gzip")
                : Answer.ok(mediaType, body);
        return answer.with("Vary", "Accept-Encoding");
    }

    private static ByteString gzip(ByteString body) {
        var bytes = new ByteArrayOutputStream(body.size() / 2);
        try (var out = new GZIPOutputStream(bytes)) {
            body.writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written", e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }
}
