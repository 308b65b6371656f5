package dev.epochal.api.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.projections.read.DirectoryReads.KeyPackageRow;
import dev.epochal.schema.record.DirectoryEvent;

/// What has become of a KeyPackage, as JSON.
final class KeyPackageForm {
    private KeyPackageForm() {}

    /// @param forOwner whether its owner asks, who may know who claimed it and to which group it was added
    static ObjectNode write(KeyPackageRow row, long nowSeconds, boolean forOwner) {
        var json = Json.object()
                .put("ref", Base64Url.encode(row.ref()))
                .put("user", row.owner().getUser())
                .put("client", row.owner().getClient())
                .put("cipherSuite", row.cipherSuite())
                .put("lastResort", row.lastResort())
                .put("state", state(row, nowSeconds))
                .put("publishedAt", row.publishedAt());
        if (forOwner) {
            json.put("claims", row.claims());
            row.claim()
                    .ifPresent(claim -> json.put("claimedAt", claim.at())
                            .putObject("claimedBy")
                            .put("user", claim.by().getUser())
                            .put("client", claim.by().getClient()));
            row.group().ifPresent(group -> json.put("groupId", Base64Url.encode(group)));
        }
        return json;
    }

    /// One of last resort stays published however often it is claimed.
    private static String state(KeyPackageRow row, long nowSeconds) {
        boolean isOver = Long.compareUnsigned(row.notAfterSeconds(), nowSeconds) < 0;
        if (row.end().isPresent()) {
            return end(row.end().get());
        }
        if (row.lastResort()) {
            return isOver ? "expired" : "published";
        }
        if (row.group().isPresent()) {
            return "consumed";
        }
        if (isOver) {
            return "expired";
        }
        return row.claim().isPresent() ? "claimed" : "published";
    }

    private static String end(DirectoryEvent.BodyCase by) {
        return switch (by) {
            case KEY_PACKAGES_PUBLISHED -> "superseded";
            case KEY_PACKAGES_EXPIRED -> "expired";
            default -> "revoked";
        };
    }
}
