package dev.epochal.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;

/// A large body that is gone on with where a connection broke, as long as the server has the same one still (RFC 9110
/// §14). For one attempt at a time.
final class Download {
    private final Call call;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private String tag = "";

    Download(Call call) {
        this.call = call;
    }

    /// What to ask for next: what is missing, or all of it.
    Call next() {
        return received.size() == 0 || tag.isEmpty()
                ? call
                : call.with("Range", "bytes=" + received.size() + "-").with("If-Range", tag);
    }

    /// Takes the body of an answer behind what is there. Of an answer that is neither the body nor its rest, nothing is
    /// kept.
    BodySubscriber<byte[]> take(ResponseInfo answer) {
        return switch (answer.statusCode()) {
            case 200 -> {
                begin(strongTag(answer));
                yield append();
            }
            case 206 -> isRest(answer) ? append() : misfit();
            default -> BodySubscribers.ofByteArray();
        };
    }

    private void begin(String newTag) {
        received.reset();
        tag = newTag;
    }

    private BodySubscriber<byte[]> append() {
        return BodySubscribers.mapping(
                BodySubscribers.ofByteArrayConsumer(octets -> octets.ifPresent(received::writeBytes)),
                _ -> received.toByteArray());
    }

    /// The next attempt asks for all of it.
    private BodySubscriber<byte[]> misfit() {
        begin("");
        return BodySubscribers.mapping(BodySubscribers.discarding(), _ -> {
            throw new UncheckedIOException(new IOException("The server sent another piece than was asked for"));
        });
    }

    private boolean isRest(ResponseInfo answer) {
        return answer.headers()
                .firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes " + received.size() + "-"))
                .isPresent();
    }

    private static String strongTag(ResponseInfo answer) {
        return answer.headers()
                .firstValue("ETag")
                .filter(etag -> !etag.startsWith("W/"))
                .orElse("");
    }
}
