package dev.epochal.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.util.Optional;

/// Writes JSON, and reads it strictly: no duplicate member, nothing behind the value, bounded depth.
public final class Json {
    private static final ByteString END = ByteString.copyFromUtf8("}");
    private static final int DEPTH_MAX = 16;
    private static final int STRING_MAX = 16 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(STRING_MAX)
                            .maxNumberLength(32)
                            .maxNameLength(128)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /// A new, empty object.
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// A new, empty array.
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// The UTF-8 of a value.
    public static ByteString write(JsonNode node) {
        try {
            return UnsafeByteOperations.unsafeWrap(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can be written", e);
        }
    }

    /// The UTF-8 of an object with one more member, whose JSON is at hand.
    public static ByteString write(ObjectNode object, String name, ByteString json) {
        var open = write(object);
        var begin = ByteString.copyFromUtf8((object.isEmpty() ? "" : ",") + "\"" + name + "\":");
        return open.substring(0, open.size() - 1).concat(begin).concat(json).concat(END);
    }

    /// The object that the bytes are; empty if they are anything else.
    public static Optional<ObjectNode> parseObject(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
