package dev.epochal.api.keypackage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.submission.Receipts;
import dev.epochal.schema.record.Verdict;

/// Receipts of the directory as JSON.
public final class KeyPackageReceipts {
    private KeyPackageReceipts() {}

    /// KeyPackages were published.
    public static ObjectNode published(Verdict verdict) {
        var receipt = verdict.getDirectoryReceipt();
        var json = head(verdict);
        var refs = json.putArray("refs");
        receipt.getPublishedList().forEach(published -> refs.add(Base64Url.encode(published.getRef())));
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
                    .put("keyPackage", Base64Url.encode(one.getKeyPackage()));
        }
        var exhausted = json.putArray("exhausted");
        receipt.getExhaustedClientsList().forEach(exhausted::add);
        return json;
    }

    /// What each receipt of the directory has.
    public static ObjectNode head(Verdict verdict) {
        return Json.object()
                .put("submission", Receipts.submission(verdict).toString())
                .put("seq", verdict.getDirectoryReceipt().getSeq())
                .put("replayed", verdict.getDirectoryReceipt().getReplayed());
    }
}
