package dev.epochal.api.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The members of a JSON object that a client sent. A member that is not what it must be ends the call.
///
/// @param object the object
public record Body(ObjectNode object) {
    /// The same, once it is sure that no member has another name: a misspelt member would be lost without a word.
    public Body expect(String... names) {
        var known = Set.of(names);
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw malformed("The body has a member that is unknown here; known are " + String.join(", ", names));
            }
        });
        return this;
    }

    /// Bytes that must be there.
    public ByteString octets(String name) {
        return octets(name, object.path(name));
    }

    /// Bytes that can be left out.
    public Optional<ByteString> optionalOctets(String name) {
        return object.has(name) ? Optional.of(octets(name)) : Optional.empty();
    }

    /// A list of bytes.
    public List<ByteString> octetsList(String name, int max) {
        var list = new ArrayList<ByteString>();
        elements(name, max).forEach(element -> list.add(octets(name, element)));
        return List.copyOf(list);
    }

    /// A list of objects; empty if it was left out.
    public List<Body> objects(String name, int max) {
        if (!object.has(name)) {
            return List.of();
        }
        var list = new ArrayList<Body>();
        elements(name, max).forEach(element -> list.add(body(name, element)));
        return List.copyOf(list);
    }

    /// An object that can be left out.
    public Optional<Body> optionalObject(String name) {
        return object.has(name) ? Optional.of(body(name, object.path(name))) : Optional.empty();
    }

    /// A text that must be there.
    public String text(String name) {
        var value = object.path(name);
        if (!value.isTextual()) {
            throw malformed(name + " is to be a text");
        }
        return value.asText();
    }

    /// A text that can be left out.
    public Optional<String> optionalText(String name) {
        return object.has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /// A whole number from 0 to the greatest that is allowed.
    public int number(String name, int max) {
        var value = object.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 0 || value.asInt() > max) {
            throw malformed(name + " is to be a whole number from 0 to " + max);
        }
        return value.asInt();
    }

    /// A whole number that isn't negative.
    public long longNumber(String name) {
        var value = object.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw malformed(name + " is to be a whole number");
        }
        return value.asLong();
    }

    /// A list of whole numbers from 0 to the greatest that is allowed; empty if it was left out.
    public List<Integer> numbers(String name, int count, int max) {
        if (!object.has(name)) {
            return List.of();
        }
        var list = new ArrayList<Integer>();
        for (var element : elements(name, count)) {
            if (!element.isIntegralNumber()
                    || !element.canConvertToInt()
                    || element.asInt() < 0
                    || element.asInt() > max) {
                throw malformed(name + " is to be a list of whole numbers from 0 to " + max);
            }
            list.add(element.asInt());
        }
        return List.copyOf(list);
    }

    /// A whole number that can be left out, which means 0.
    public int optionalNumber(String name, int max) {
        return object.has(name) ? number(name, max) : 0;
    }

    /// Ends the call because of a member.
    public static ProblemException malformed(String detail) {
        return ProblemException.of(ProblemType.MALFORMED_JSON, detail);
    }

    private JsonNode elements(String name, int max) {
        var value = object.path(name);
        if (!value.isArray() || value.isEmpty() || value.size() > max) {
            throw malformed(name + " is to be a list of 1 to " + max + " elements");
        }
        return value;
    }

    private static Body body(String name, JsonNode value) {
        if (value instanceof ObjectNode members) {
            return new Body(members);
        }
        throw malformed(name + " is to be an object");
    }

    private static ByteString octets(String name, JsonNode value) {
        return Optional.of(value)
                .filter(JsonNode::isTextual)
                .flatMap(text -> Base64Url.decode(text.asText()))
                .filter(bytes -> !bytes.isEmpty())
                .orElseThrow(() -> malformed(name + " is to be bytes as base64url without padding"));
    }
}
