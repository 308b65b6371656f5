package dev.epochal.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// Reads an item of an inbox: the members of each item, and the rest by type.
final class InboxItemReader extends JsonDeserializer<InboxItem> {
    @Override
    public InboxItem deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode tree = context.readTree(parser);
        return switch (tree.path("type").asText()) {
            case "event" -> new InboxItem.Happened(header(tree, context), event(tree, context));
            case "removed" -> new InboxItem.Removed(header(tree, context), event(tree, context));
            case "welcome" ->
                new InboxItem.Welcomed(
                        header(tree, context), context.readTreeAsValue(tree.path("welcome"), PendingWelcome.class));
            case "low-stock" -> context.readTreeAsValue(tree, InboxItem.StockLow.class);
            default -> context.readTreeAsValue(tree, InboxItem.Unrecognised.class);
        };
    }

    private static InboxItem.Header header(JsonNode tree, DeserializationContext context) throws IOException {
        return context.readTreeAsValue(tree, InboxItem.Header.class);
    }

    private static GroupEvent event(JsonNode tree, DeserializationContext context) throws IOException {
        return context.readTreeAsValue(tree.path("event"), GroupEvent.class);
    }
}
