package dev.epochal.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the server's JSON. Members that the client does not know are left alone; a member that it needs must be there.
final class Answers {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .addModule(new SimpleModule()
                    .addDeserializer(Instant.class, new InstantReader())
                    .addDeserializer(GroupEvent.class, new GroupEventReader())
                    .addDeserializer(InboxItem.class, new InboxItemReader()))
            .build();

    private Answers() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static Octets bytes(JsonNode node) {
        try {
            return Octets.of(JSON.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can be written", e);
        }
    }

    /// The value in a successful answer.
    ///
    /// @throws EpochalProblemException if the server refused
    static <T> T value(Answer answer, Class<T> type) {
        return value(tree(success(answer)), type);
    }

    /// The offer in a successful answer. A tree that the GroupInfo brings along isn't told once more.
    static ExternalJoin externalJoin(Answer answer) {
        var offer = tree(success(answer));
        if (offer instanceof ObjectNode members && !members.has("ratchetTree")) {
            members.put("ratchetTree", "");
        }
        return value(offer, ExternalJoin.class);
    }

    static <T> T value(JsonNode node, Class<T> type) {
        try {
            return JSON.treeToValue(node, type);
        } catch (IOException e) {
            throw unreadable(type.getSimpleName(), e);
        }
    }

    /// The list under a member of a successful answer.
    static <T> List<T> list(Answer answer, String member, TypeReference<List<T>> type) {
        return list(tree(success(answer)), member, type);
    }

    static <T> List<T> list(JsonNode node, String member, TypeReference<List<T>> type) {
        try {
            return List.copyOf(JSON.treeToValue(node.required(member), type));
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(member, e);
        }
    }

    static <T> T value(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (IOException e) {
            throw unreadable(type.getSimpleName(), e);
        }
    }

    /// A member of a JSON object.
    static JsonNode member(String json, String name) {
        try {
            return JSON.readTree(json).required(name);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(name, e);
        }
    }

    static ProposalReceipt proposalReceipt(Answer answer) {
        var tree = tree(success(answer));
        return new ProposalReceipt(value(tree, Receipt.class), value(tree.path("proposalRef"), Octets.class));
    }

    static ReportReceipt reportReceipt(Answer answer) {
        var tree = tree(success(answer));
        return new ReportReceipt(value(tree, Receipt.class), nextStep(tree.path("next")));
    }

    static SubmissionOutcome outcome(Answer answer) {
        var tree = tree(success(answer));
        return switch (tree.path("outcome").asText()) {
            case "accepted" -> new SubmissionOutcome.Accepted(tree.path("receipt"));
            case "refused" -> new SubmissionOutcome.Refused(problem(tree.path("problem"), 0));
            case String other ->
                throw new EpochalUnreachableException("The server told an outcome that is none: " + other);
        };
    }

    /// The conflict in a refusal.
    ///
    /// @throws EpochalProblemException if the refusal is of another kind, or the caller is no member any more
    static <R> Outcome.Conflict<R> conflict(Answer answer) {
        var problem = problem(answer);
        if (!problem.is("stale-epoch") || problem.next().action().equals("rejoin")) {
            throw new EpochalProblemException(problem);
        }
        var members = problem.members();
        return new Outcome.Conflict<>(
                members.path("submittedEpoch").asLong(),
                members.path("currentEpoch").asLong(),
                members.path("headSeq").asLong(),
                listOrNone(members, "commits", new TypeReference<>() {}),
                listOrNone(members, "proposals", new TypeReference<>() {}),
                problem);
    }

    /// A server whose read model is behind knows that an epoch is over before it knows by which Commit.
    private static <T> List<T> listOrNone(JsonNode node, String member, TypeReference<List<T>> type) {
        return node.has(member) ? list(node, member, type) : List.of();
    }

    static Answer success(Answer answer) {
        if (answer.isSuccess()) {
            return answer;
        }
        throw new EpochalProblemException(problem(answer));
    }

    static Problem problem(Answer answer) {
        JsonNode tree;
        try {
            tree = JSON.readTree(answer.body().toArray());
        } catch (IOException _) {
            tree = MissingNode.getInstance();
        }
        if (tree.isObject()) {
            return problem(tree, answer.status());
        }
        var text = answer.body().asUtf8();
        return new Problem(
                "about:blank",
                answer.status(),
                "HTTP " + answer.status(),
                text.substring(0, Math.min(200, text.length())),
                "",
                new NextStep("none", Map.of()),
                "",
                JSON.createObjectNode());
    }

    private static Problem problem(JsonNode tree, int status) {
        return new Problem(
                tree.path("type").asText("about:blank"),
                tree.path("status").asInt(status),
                tree.path("title").asText(),
                tree.path("detail").asText(),
                tree.path("rfc").asText(),
                nextStep(tree.path("next")),
                tree.path("correlationId").asText(),
                tree);
    }

    private static NextStep nextStep(JsonNode next) {
        var hints = new HashMap<String, String>();
        next.properties().stream()
                .filter(member -> !member.getKey().equals("action"))
                .forEach(member -> hints.put(member.getKey(), member.getValue().asText()));
        return new NextStep(next.path("action").asText("none"), Map.copyOf(hints));
    }

    private static JsonNode tree(Answer answer) {
        try {
            return JSON.readTree(answer.body().toArray());
        } catch (IOException e) {
            throw unreadable("the answer", e);
        }
    }

    private static EpochalUnreachableException unreadable(String what, Exception e) {
        return new EpochalUnreachableException(
                "The server's answer can't be read as " + what + ": " + e.getMessage(), e);
    }
}
