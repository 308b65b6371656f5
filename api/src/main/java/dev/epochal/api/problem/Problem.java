package dev.epochal.api.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.epochal.api.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One refusal (RFC 9457). Immutable.
///
/// @param type the kind
/// @param detail what was wrong this time
/// @param rfc the section of an RFC that asks for the refusal; empty if there is none
/// @param check the check of `docs/validation.md` that refused; empty if there is none
/// @param next what the caller can do
/// @param hints what the next step needs
/// @param members what only this kind has
/// @param headers header fields that go with the answer
public record Problem(
        ProblemType type,
        String detail,
        String rfc,
        String check,
        NextAction next,
        Map<String, JsonNode> hints,
        Map<String, JsonNode> members,
        Map<String, String> headers) {
    /// A problem of the kind.
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, "", "", type.nextAction(), Map.of(), Map.of(), Map.of());
    }

    /// The same with the section that asks for the refusal.
    public Problem underRfc(String section) {
        return new Problem(type, detail, section, check, next, hints, members, headers);
    }

    /// The same with the id of the check that refused.
    public Problem byCheck(String id) {
        return new Problem(type, detail, rfc, id, next, hints, members, headers);
    }

    /// The same with another next step.
    public Problem withNext(NextAction action) {
        return new Problem(type, detail, rfc, check, action, hints, members, headers);
    }

    /// The same with one more hint for the next step.
    public Problem withHint(String name, JsonNode value) {
        return new Problem(type, detail, rfc, check, next, plus(hints, name, value), members, headers);
    }

    /// The same with one more hint for the next step.
    public Problem withHint(String name, String value) {
        return withHint(name, TextNode.valueOf(value));
    }

    /// The same with one more member.
    public Problem with(String name, JsonNode value) {
        return new Problem(type, detail, rfc, check, next, hints, plus(members, name, value), headers);
    }

    /// The same with one more header field.
    public Problem withHeader(String name, String value) {
        return new Problem(type, detail, rfc, check, next, hints, members, plus(headers, name, value));
    }

    /// The same for a caller that is to wait this long; rounded up to whole seconds, as the header wants it.
    public Problem retryAfterMs(long millis) {
        return withHeader("Retry-After", Long.toString(Math.max(1, Math.ceilDiv(millis, 1000L))));
    }

    /// The document.
    ///
    /// @param correlationId what the operator needs to find the request
    public ObjectNode document(String correlationId) {
        var document = Json.object()
                .put("type", type.uri())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", detail);
        if (!rfc.isEmpty()) {
            document.put("rfc", rfc);
        }
        if (!check.isEmpty()) {
            document.put("check", check);
        }
        members.forEach(document::set);
        var step = document.putObject("next").put("action", next.word());
        hints.forEach(step::set);
        return document.put("correlationId", correlationId);
    }

    private static <V> Map<String, V> plus(Map<String, V> map, String name, V value) {
        var more = new LinkedHashMap<>(map);
        more.put(name, value);
        return Collections.unmodifiableMap(more);
    }
}
