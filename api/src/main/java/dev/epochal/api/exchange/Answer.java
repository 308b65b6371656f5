package dev.epochal.api.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer as a value.
///
/// @param status the HTTP status
/// @param mediaType the media type of the body; empty if there is no body
/// @param headers further header fields
/// @param body the body
public record Answer(int status, String mediaType, Map<String, String> headers, ByteString body) {
    /// JSON with this status.
    public static Answer json(int status, JsonNode body) {
        return new Answer(status, MediaTypes.JSON, Map.of(), Json.write(body));
    }

    /// A body of another media type.
    public static Answer ok(String mediaType, ByteString body) {
        return new Answer(200, mediaType, Map.of(), body);
    }

    /// Success that has nothing to say.
    public static Answer noContent() {
        return new Answer(204, "", Map.of(), ByteString.EMPTY);
    }

    /// A refusal.
    public static Answer problem(Problem problem, String correlationId) {
        return new Answer(
                problem.type().status(),
                MediaTypes.PROBLEM,
                problem.headers(),
                Json.write(problem.document(correlationId)));
    }

    /// The same with one more header field.
    public Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, mediaType, Map.copyOf(more), body);
    }
}
