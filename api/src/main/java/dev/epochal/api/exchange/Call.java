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
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/// A request that was let in: who calls, and what was sent. What it reads is checked; what is not acceptable ends the
/// call with a [ProblemException].
public final class Call {
    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    private static final HeaderName IF_RANGE = HeaderNames.create("If-Range");
    private static final int IDEMPOTENCY_KEY_MAX = 255;

    private final ServerRequest request;
    private final Endpoint endpoint;
    private final Caller caller;
    private final Visit visit;
    private long octetsTaken;

    Call(ServerRequest request, Endpoint endpoint, Caller caller, Visit visit) {
        this.request = request;
        this.endpoint = endpoint;
        this.caller = caller;
        this.visit = visit;
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
        return visit.correlationId();
    }

    /// What is called.
    Endpoint endpoint() {
        return endpoint;
    }

    /// How many octets of the body were read so far.
    long octetsTaken() {
        return octetsTaken;
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

    /// A parameter of the path that is a whole number from 0 to the greatest that is allowed.
    public long pathNumber(String name, long max) {
        return number(name, path(name), max);
    }

    /// A query parameter that is bytes; empty if it was not sent.
    public Optional<ByteString> queryOctets(String name) {
        return query(name)
                .map(text -> Base64Url.decode(text)
                        .filter(bytes -> !bytes.isEmpty())
                        .orElseThrow(() -> bad(name, "is not base64url without padding")));
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
        return text.isPresent() ? OptionalLong.of(number(name, text.get(), max)) : OptionalLong.empty();
    }

    private static long number(String name, String text, long max) {
        try {
            long value = Long.parseLong(text);
            if (value >= 0 && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            throw bad(name, "is not a whole number");
        }
        throw bad(name, "is not within 0 and " + max);
    }

    /// A query parameter that is `true` or `false`; false if it was not sent.
    public boolean flag(String name) {
        return switch (query(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(name, "is neither true nor false");
        };
    }

    /// The query parameter `wait`, in seconds; no time if it was not sent.
    public Duration patience(Duration max) {
        return Duration.ofSeconds(number("wait", max.toSeconds()).orElse(0));
    }

    /// Whether the client names this media type as one that it takes.
    public boolean accepts(String mediaType) {
        return list(HeaderNames.ACCEPT).map(Call::withoutParameters).anyMatch(mediaType::equals);
    }

    /// Whether the client has the representation with this strong entity tag, or with the weak one of the same name,
    /// and wants another one only (RFC 9110 §13.1.2).
    boolean knows(String tag) {
        return list(HeaderNames.IF_NONE_MATCH)
                .anyMatch(known -> known.equals(tag) || known.equals("W/" + tag) || known.equals("*"));
    }

    /// Which piece the client wants of the representation with this strong entity tag; empty if it wants all, or has
    /// begun with another one (RFC 9110 §13.1.5).
    Optional<String> range(String tag) {
        boolean isSame = request.headers().values(IF_RANGE).stream().allMatch(tag::equals);
        var wanted = request.headers().values(HeaderNames.RANGE);
        return isSame && wanted.size() == 1 ? Optional.of(wanted.getFirst()) : Optional.empty();
    }

    /// Whether the client takes a body by gzip.
    public boolean takesGzip() {
        return list(HeaderNames.ACCEPT_ENCODING)
                .anyMatch(coding ->
                        coding.equals("gzip") || (coding.startsWith("gzip;") && !coding.matches(".*q=0(\\.0*)?$")));
    }

    private Stream<String> list(HeaderName name) {
        return request.headers().values(name).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip);
    }

    /// The header field `Last-Event-ID`, with which a client goes on behind what it has seen of a stream; empty if it
    /// was not sent.
    public Optional<String> lastEventId() {
        return request.headers().first(LAST_EVENT_ID).filter(id -> !id.isEmpty());
    }

    /// The same where ids are numbers from 0 to the greatest that is allowed.
    public Optional<Long> lastEventId(long max) {
        return lastEventId().map(id -> number(LAST_EVENT_ID.defaultCase(), id, max));
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
        var bytes = visit.transfer(this::content);
        octetsTaken += bytes.length;
        if (bytes.length > endpoint.bodyMax()) {
            throw tooLarge();
        }
        return bytes;
    }

    /// The body, or one octet more than it may have. A length that was told spares a larger buffer.
    private byte[] content() {
        long most = request.headers().contentLength().orElse(endpoint.bodyMax() + 1L);
        try {
            return new HeldInput(request.content().inputStream(), visit).readNBytes(Math.toIntExact(most));
        } catch (ProblemException e) {
            throw e;
        } catch (RequestException e) {
            // What follows can't be told from the rest of this body.
            throw new ProblemException((e.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()
                            ? tooLarge().problem()
                            : Problem.of(ProblemType.BAD_REQUEST, "The body is not framed as HTTP/1.1 wants it"))
                    .withHeader("Connection", "close"));
        } catch (IOException | RuntimeException e) {
            throw new CloseConnectionException("The caller went away before its body had come", e);
        }
    }

    /// The media type without its parameters; empty if none was sent.
    private String mediaType() {
        return withoutParameters(
                request.headers().first(HeaderNames.CONTENT_TYPE).orElse(""));
    }

    private static String withoutParameters(String value) {
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
