package dev.epochal.api.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.epochal.api.access.Caller;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.schema.record.Identity;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// A request that was let in: who calls, and what was sent. What it reads is checked; what is not acceptable ends the
/// call with a [ProblemException].
public final class Call {
    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
    private static final int IDEMPOTENCY_KEY_MAX = 255;

    private final ServerRequest request;
    private final Endpoint endpoint;
    private final Caller caller;
    private final String correlationId;

    Call(ServerRequest request, Endpoint endpoint, Caller caller, String correlationId) {
        this.request = request;
        this.endpoint = endpoint;
        this.caller = caller;
        this.correlationId = correlationId;
    }

    /// Who calls. An endpoint for everybody sees a caller without a name and without scopes.
    public Caller caller() {
        return caller;
    }

    /// The client that calls.
    public Identity identity() {
        return caller.identity();
    }

    /// What the operator needs to find the request.
    public String correlationId() {
        return correlationId;
    }

    /// A parameter of the path.
    public String path(String name) {
        return request.path().pathParameters().get(name);
    }

    /// A parameter of the path that is bytes.
    public ByteString octets(String name) {
        return Base64Url.decode(path(name))
                .filter(bytes -> !bytes.isEmpty())
                .orElseThrow(() -> bad(name, "is not base64url without padding"));
    }

    /// A parameter of the path that is a UUID.
    public UUID uuid(String name) {
        try {
            var id = UUID.fromString(path(name));
            if (id.toString().equals(path(name))) {
                return id;
            }
        } catch (IllegalArgumentException _) {
            throw bad(name, "is not a UUID");
        }
        throw bad(name, "is not a UUID in its usual spelling");
    }

    /// A query parameter; empty if it was not sent.
    public Optional<String> query(String name) {
        var values = request.query().all(name, List::of);
        if (values.size() > 1) {
            throw bad(name, "was sent more than once");
        }
        return values.stream().findFirst();
    }

    /// A query parameter that is a whole number from 0 to the greatest that is allowed.
    public OptionalLong number(String name, long max) {
        var text = query(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= 0 && value <= max) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException _) {
            throw bad(name, "is not a whole number");
        }
        throw bad(name, "is not within 0 and " + max);
    }

    /// The query parameter `wait`, in seconds; no time if it was not sent.
    public Duration patience(Duration max) {
        return Duration.ofSeconds(number("wait", max.toSeconds()).orElse(0));
    }

    /// The key under which the client may send the same again; empty if it sent none.
    public Optional<String> idempotencyKey() {
        var values = request.headers().values(IDEMPOTENCY_KEY);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var key = values.getFirst();
        boolean plain = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (values.size() > 1 || key.isEmpty() || key.length() > IDEMPOTENCY_KEY_MAX || !plain) {
            throw bad("Idempotency-Key", "is not one value of 1 to 255 visible ASCII characters");
        }
        return Optional.of(key);
    }

    /// Whether the body is one MLSMessage, and no JSON.
    public boolean isMls() {
        return mediaType().equals(MediaTypes.MLS);
    }

    /// The members of the JSON body.
    public Body json() {
        return Json.parseObject(bytes())
                .map(Body::new)
                .orElseThrow(() -> ProblemException.of(
                        ProblemType.MALFORMED_JSON,
                        "The body is not one JSON object, or has a member twice, or is nested too deeply"));
    }

    /// The one MLSMessage that the body is, or that stands in the JSON body under this name.
    public ByteString mls(String member) {
        if (!isMls()) {
            return json().expect(member).octets(member);
        }
        var bytes = UnsafeByteOperations.unsafeWrap(bytes());
        if (bytes.isEmpty()) {
            throw ProblemException.of(ProblemType.MALFORMED_MESSAGE, "The body is empty");
        }
        return bytes;
    }

    private byte[] bytes() {
        if (!endpoint.mediaTypes().contains(mediaType())) {
            throw ProblemException.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body as " + String.join(" or ", endpoint.mediaTypes()));
        }
        // The declared length spares reading what is refused anyway; a chunked body is counted as it comes.
        if (request.headers().contentLength().orElse(0) > endpoint.bodyMax()) {
            throw tooLarge();
        }
        try {
            var bytes = request.content().inputStream().readNBytes(endpoint.bodyMax() + 1);
            if (bytes.length > endpoint.bodyMax()) {
                throw tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("The body can't be read", e);
        }
    }

    /// The media type without its parameters; empty if none was sent.
    private String mediaType() {
        var value = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        int parameters = value.indexOf(';');
        return (parameters < 0 ? value : value.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    private ProblemException tooLarge() {
        return ProblemException.of(
                ProblemType.BODY_TOO_LARGE,
                "The body has more than the " + endpoint.bodyMax() + " octets that this address takes");
    }

    private static ProblemException bad(String name, String what) {
        return new ProblemException(Problem.of(ProblemType.BAD_PARAMETER, name + " " + what));
    }
}
