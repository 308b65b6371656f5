package dev.epochal.api.imported;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.submission.Guarantee;
import dev.epochal.projections.read.ImportedReads.ImportedRow;
import dev.epochal.schema.record.ImportedEvent;
import dev.epochal.schema.record.ImportedGroup;
import dev.epochal.schema.record.ImportedMembers;
import dev.epochal.schema.record.ImportedMessage;
import dev.epochal.schema.record.ImportedWelcome;
import java.util.function.Predicate;

/// Imported groups and their events as JSON.
final class ImportedForm {
    private ImportedForm() {}

    /// What is known of a group.
    static ObjectNode write(ImportedRow row) {
        return Json.object()
                .put("groupId", Base64Url.encode(row.groupId()))
                .put("guarantee", Guarantee.ORDER_KNOWN)
                .put("source", row.source())
                .put("conversationId", row.conversationId())
                .put("epoch", row.epoch())
                .put("cipherSuite", row.cipherSuite())
                .put("headSeq", row.seq())
                .put("head", Base64Url.encode(row.head()))
                .put("createdAt", row.createdAt());
    }

    /// An event.
    ///
    /// @param shown whose Welcomes come with their octets, by the recipient as it was stored
    static ObjectNode write(ImportedEvent event, Predicate<String> shown) {
        var json = Json.object()
                .put("seq", event.getSeq())
                .put("type", type(event))
                .put("importedAt", event.getImportedAtMs())
                .put("previousHead", Base64Url.encode(event.getPreviousHead()))
                .put("head", Base64Url.encode(event.getHead()));
        json.set("payload", payload(event, shown));
        return json;
    }

    private static String type(ImportedEvent event) {
        return switch (event.getBodyCase()) {
            case GROUP -> "group";
            case MEMBERS -> "members";
            case MESSAGE -> "message";
            case WELCOME -> "welcome";
            case BODY_NOT_SET -> "unknown";
        };
    }

    private static ObjectNode payload(ImportedEvent event, Predicate<String> shown) {
        return switch (event.getBodyCase()) {
            case GROUP -> group(event.getGroup());
            case MEMBERS -> members(event.getMembers());
            case MESSAGE -> message(event.getMessage());
            case WELCOME -> welcome(event.getWelcome(), shown);
            case BODY_NOT_SET -> Json.object();
        };
    }

    private static ObjectNode group(ImportedGroup group) {
        return Json.object()
                .put("source", group.getSource())
                .put("conversationId", group.getConversationId())
                .put("epoch", group.getEpoch())
                .put("cipherSuite", group.getCipherSuite())
                .put("creator", group.getCreator())
                .put("createdAt", group.getCreatedAtMs());
    }

    private static ObjectNode members(ImportedMembers members) {
        var json = Json.object();
        var list = json.putArray("members");
        for (var member : members.getMembersList()) {
            var each = list.addObject()
                    .put("user", member.getIdentity().getUser())
                    .put("client", member.getIdentity().getClient())
                    .put("administrator", member.getAdministrator())
                    .put("joinedAt", member.getJoinedAtMs());
            if (member.hasLeafIndex()) {
                each.put("leafIndex", member.getLeafIndex());
            }
            if (member.getLeftAtMs() != 0) {
                each.put("leftAt", member.getLeftAtMs());
            }
        }
        return json;
    }

    private static ObjectNode message(ImportedMessage message) {
        return Json.object()
                .put("sourceId", message.getSourceId())
                .put("sourceSeq", message.getSourceSeq())
                .put("epoch", message.getEpoch())
                .put("commit", message.getCommit())
                .put("sender", message.getSender())
                .put("createdAt", message.getCreatedAtMs())
                .put("message", Base64Url.encode(message.getMessage()));
    }

    private static ObjectNode welcome(ImportedWelcome welcome, Predicate<String> shown) {
        var json = Json.object()
                .put("sourceId", welcome.getSourceId())
                .put("recipient", welcome.getRecipient())
                .put("keyPackageHash", Base64Url.encode(welcome.getKeyPackageHash()))
                .put("consumed", welcome.getConsumed())
                .put("createdAt", welcome.getCreatedAtMs());
        return shown.test(welcome.getRecipient()) ? json.put("welcome", Base64Url.encode(welcome.getWelcome())) : json;
    }
}
