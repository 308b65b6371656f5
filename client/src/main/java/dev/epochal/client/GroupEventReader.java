package dev.epochal.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Reads an event: the members of each event, and a payload by type.
final class GroupEventReader extends JsonDeserializer<GroupEvent> {
    @Override
    public GroupEvent deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode tree = context.readTree(parser);
        var header = context.readTreeAsValue(tree, GroupEvent.Header.class);
        var payload = tree.path("payload");
        return switch (header.type()) {
            case "group-created" -> new GroupEvent.GroupCreated(header, octets(payload, "groupInfo"));
            case "proposal" ->
                new GroupEvent.ProposalAccepted(
                        header,
                        octets(payload, "proposal"),
                        octets(payload, "proposalRef"),
                        payload.path("sender").asInt(-1));
            case "commit" ->
                new GroupEvent.CommitAccepted(
                        header,
                        octets(payload, "commit"),
                        payload.path("committer").asInt(-1),
                        octets(payload, "treeHash"),
                        octets(payload, "confirmedTranscriptHash"),
                        members(payload.path("added"), context),
                        members(payload.path("removed"), context));
            case "message" ->
                payload.path("erased").asBoolean()
                        ? new GroupEvent.MessageErased(header)
                        : new GroupEvent.MessageAccepted(header, octets(payload, "message"));
            case "payloads-erased" ->
                new GroupEvent.PayloadsErased(
                        header,
                        Arrays.asList(context.readTreeAsValue(payload.path("ranges"), GroupEvent.Range[].class)),
                        payload.path("by").asText(),
                        payload.path("reason").asText());
            case "report" ->
                new GroupEvent.CommitReported(
                        header,
                        octets(payload, "report"),
                        payload.path("leafIndex").asInt(-1),
                        payload.path("epoch").asLong(),
                        payload.path("outcome").asText().equals("applied"));
            default -> new GroupEvent.Unrecognised(header);
        };
    }

    private static Octets octets(JsonNode payload, String member) throws IOException {
        var value = payload.path(member);
        if (!value.isTextual()) {
            throw new IOException("the payload has no " + member);
        }
        return Octets.parse(value.asText());
    }

    private static List<Member> members(JsonNode list, DeserializationContext context) throws IOException {
        return Arrays.asList(context.readTreeAsValue(list, Member[].class));
    }
}
