package dev.epochal.api.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An answer as a value.
///
/// @param status the HTTP status
/// @param mediaType the media type of the body; empty if there is no body
/// @param headers further header fields
/// @param body the body; empty if it is a stream
/// @param stream writes a body that comes into being while it is sent
public record Answer(
        int status, String mediaType, Map<String, String> headers, ByteString body, Optional<Streaming> stream) {
    /// JSON with this status.
    public static Answer json(int status, JsonNode body) {
        return new Answer(status, MediaTypes.JSON, Map.of(), Json.write(body), Optional.empty());
    }

    /// A body of another media type.
    public static Answer ok(String mediaType, ByteString body) {
        return new Answer(200, mediaType, Map.of(), body, Optional.empty());
    }

    /// One piece of a body of another media type.
    public static Answer partial(String mediaType, ByteString piece) {
        return new Answer(206, mediaType, Map.of(), piece, Optional.empty());
    }

    /// Success that has nothing to say.
    public static Answer noContent() {
        return new Answer(204, "", Map.of(), ByteString.EMPTY, Optional.empty());
    }

    /// What the client has is good still.
    public static Answer notModified() {
        return new Answer(304, "", Map.of(), ByteString.EMPTY, Optional.empty());
    }

    /// A body that comes into being while it is sent.
    public static Answer stream(String mediaType, Streaming stream) {
        return new Answer(200, mediaType, Map.of(), ByteString.EMPTY, Optional.of(stream));
    }

    /// A refusal.
    public static Answer problem(Problem problem, String correlationId) {
        return new Answer(
                problem.type().status(),
                MediaTypes.PROBLEM,
                problem.headers(),
                Json.write(problem.document(correlationId)),
                Optional.empty());
    }

    /// The same with one more header field.
    public Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, mediaType, Map.copyOf(more), body, stream);
    }
}
