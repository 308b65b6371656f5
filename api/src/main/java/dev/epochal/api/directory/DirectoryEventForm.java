package dev.epochal.api.directory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.KeyPackagesClaimed;
import dev.epochal.schema.record.KeyPackagesExpired;
import dev.epochal.schema.record.KeyPackagesPublished;
import dev.epochal.schema.record.LowStock;
import java.util.List;

/// An event of a user's directory as JSON. KeyPackages are told by their refs.
final class DirectoryEventForm {
    private DirectoryEventForm() {}

    static ObjectNode write(DirectoryEvent event) {
        var json = Json.object()
                .put("seq", event.getSeq())
                .put("type", type(event))
                .put("acceptedAt", event.getAcceptedAtMs());
        json.putObject("by")
                .put("user", event.getSubmittedBy().getUser())
                .put("client", event.getSubmittedBy().getClient());
        json.set("payload", payload(event));
        return json;
    }

    private static String type(DirectoryEvent event) {
        return switch (event.getBodyCase()) {
            case KEY_PACKAGES_PUBLISHED -> "key-packages-published";
            case KEY_PACKAGES_CLAIMED -> "key-packages-claimed";
            case KEY_PACKAGES_REVOKED -> "key-packages-revoked";
            case KEY_PACKAGES_EXPIRED -> "key-packages-expired";
            case CLIENT_REGISTERED -> "client-registered";
            case CLIENT_REMOVED -> "client-removed";
            case WELCOME_ACKNOWLEDGED -> "welcome-acknowledged";
            case BODY_NOT_SET -> "unknown";
        };
    }

    private static ObjectNode payload(DirectoryEvent event) {
        var json = Json.object();
        switch (event.getBodyCase()) {
            case KEY_PACKAGES_PUBLISHED -> published(json, event.getKeyPackagesPublished());
            case KEY_PACKAGES_CLAIMED -> claimed(json, event.getKeyPackagesClaimed());
            case KEY_PACKAGES_REVOKED ->
                json.put("client", event.getKeyPackagesRevoked().getClient())
                        .set("refs", octets(event.getKeyPackagesRevoked().getRefsList()));
            case KEY_PACKAGES_EXPIRED -> expired(json, event.getKeyPackagesExpired());
            case CLIENT_REGISTERED -> {
                var body = event.getClientRegistered();
                json.put("client", body.getClient()).set("signatureKeys", octets(body.getSignatureKeysList()));
                json.set("revoked", octets(body.getRevokedList()));
            }
            case CLIENT_REMOVED ->
                json.put("client", event.getClientRemoved().getClient())
                        .set("revoked", octets(event.getClientRemoved().getRevokedList()));
            case WELCOME_ACKNOWLEDGED ->
                json.put(
                        "welcome",
                        Base64Url.encode(event.getWelcomeAcknowledged().getWelcomeId()));
            case BODY_NOT_SET -> {}
        }
        return json;
    }

    private static void published(ObjectNode json, KeyPackagesPublished body) {
        var list = json.put("client", body.getClient()).putArray("keyPackages");
        for (var keyPackage : body.getKeyPackagesList()) {
            list.addObject()
                    .put("ref", Base64Url.encode(keyPackage.getRef()))
                    .put("cipherSuite", keyPackage.getCipherSuite())
                    .put("lastResort", keyPackage.getLastResort());
        }
        json.set("superseded", octets(body.getSupersededList()));
    }

    private static void claimed(ObjectNode json, KeyPackagesClaimed body) {
        var list = json.put("cipherSuite", body.getCipherSuite()).putArray("claimed");
        for (var claimed : body.getClaimedList()) {
            list.addObject()
                    .put("client", claimed.getClient())
                    .put("ref", Base64Url.encode(claimed.getRef()))
                    .put("lastResort", claimed.getLastResort());
        }
        body.getExhaustedClientsList().forEach(json.putArray("exhausted")::add);
        body.getIncapableClientsList().forEach(json.putArray("incapable")::add);
        json.set("low", low(body.getLowList()));
    }

    private static void expired(ObjectNode json, KeyPackagesExpired body) {
        var list = json.putArray("expired");
        body.getClientsList()
                .forEach(client ->
                        list.addObject().put("client", client.getClient()).set("refs", octets(client.getRefsList())));
        json.set("low", low(body.getLowList()));
    }

    private static ArrayNode low(List<LowStock> stocks) {
        var list = Json.array();
        for (var stock : stocks) {
            list.addObject()
                    .put("client", stock.getClient())
                    .put("cipherSuite", stock.getCipherSuite())
                    .put("available", stock.getAvailable())
                    .put("lowWater", stock.getLowWater());
        }
        return list;
    }

    private static ArrayNode octets(List<ByteString> values) {
        var list = Json.array();
        values.forEach(value -> list.add(Base64Url.encode(value)));
        return list;
    }
}
