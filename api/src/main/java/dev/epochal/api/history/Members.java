package dev.epochal.api.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The members of a line. What is missing or of another type reads as nothing: a line that is written anew from what
/// was read differs then from the line that came.
record Members(ObjectNode json) {
    static Optional<Members> of(ByteString line) {
        return Json.parseObject(line.toByteArray()).map(Members::new);
    }

    boolean has(String name) {
        return json.has(name);
    }

    String text(String name) {
        return json.path(name).asText();
    }

    long number(String name) {
        return json.path(name).asLong();
    }

    ByteString octets(String name) {
        return octets(json.path(name));
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        json.path(name).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    List<ByteString> list(String name) {
        List<ByteString> list = new ArrayList<>();
        json.path(name).forEach(each -> list.add(octets(each)));
        return list;
    }

    private static ByteString octets(JsonNode value) {
        return Base64Url.decode(value.asText()).orElse(ByteString.EMPTY);
    }
}
