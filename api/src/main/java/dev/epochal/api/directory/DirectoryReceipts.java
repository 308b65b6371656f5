package dev.epochal.api.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.submission.Receipts;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.Verdict;

/// Receipts of the directory as JSON.
public final class DirectoryReceipts {
    private DirectoryReceipts() {}

    /// KeyPackages were published.
    public static ObjectNode published(Verdict verdict) {
        var receipt = verdict.getDirectoryReceipt();
        var json = head(verdict);
        var refs = json.putArray("refs");
        receipt.getPublishedList().forEach(published -> refs.add(Base64Url.encode(published.getRef())));
        addRevoked(json, receipt);
        return json.put("available", receipt.getAvailable());
    }

    /// KeyPackages of a user were claimed.
    public static ObjectNode claimed(Verdict verdict, String user) {
        var receipt = verdict.getDirectoryReceipt();
        var json = head(verdict).put("user", user);
        var claimed = json.putArray("claimed");
        for (var one : receipt.getClaimedList()) {
            claimed.addObject()
                    .put("client", one.getClient())
                    .put("ref", Base64Url.encode(one.getRef()))
                    .put("keyPackage", Base64Url.encode(one.getKeyPackage()))
                    .put("lastResort", one.getLastResort());
        }
        receipt.getExhaustedClientsList().forEach(json.putArray("exhausted")::add);
        receipt.getIncapableClientsList().forEach(json.putArray("incapable")::add);
        return json;
    }

    /// A client or KeyPackages were changed: with the refs of those KeyPackages that can't be claimed any more.
    public static ObjectNode changed(Verdict verdict) {
        var json = head(verdict);
        addRevoked(json, verdict.getDirectoryReceipt());
        return json;
    }

    private static void addRevoked(ObjectNode json, DirectoryReceipt receipt) {
        var revoked = json.putArray("revoked");
        receipt.getRevokedList().forEach(ref -> revoked.add(Base64Url.encode(ref)));
    }

    /// What each receipt of the directory has.
    private static ObjectNode head(Verdict verdict) {
        return Json.object()
                .put("submission", Receipts.submission(verdict).toString())
                .put("seq", verdict.getDirectoryReceipt().getSeq())
                .put("replayed", verdict.getDirectoryReceipt().getReplayed());
    }
}
