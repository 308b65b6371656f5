package dev.epochal.api.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.Verdict;
import java.nio.ByteBuffer;
import java.util.UUID;

/// Receipts as JSON.
public final class Receipts {
    private Receipts() {}

    /// The receipt of a submission to a group, with the address that proves it by a signed checkpoint.
    public static ObjectNode group(Verdict verdict) {
        var receipt = verdict.getGroupReceipt();
        var groupId = Base64Url.encode(verdict.getGroupId());
        var json = Json.object()
                .put("submission", submission(verdict).toString())
                .put("groupId", groupId)
                .put("seq", receipt.getSeq())
                .put("epoch", receipt.getEpoch())
                .put("head", Base64Url.encode(receipt.getHead()));
        json.set("position", position(receipt.getPosition()));
        return json.put("acceptedAt", receipt.getAcceptedAtMs())
                .put("guarantee", Guarantee.of(receipt.getVerified()))
                .put("replayed", receipt.getReplayed())
                .put("proof", "/v1/groups/" + groupId + "/inclusion-proof?seq=" + receipt.getSeq());
    }

    /// The receipt of a Proposal: with its ProposalRef, which is empty if the server can't see the Proposal.
    public static ObjectNode proposal(Verdict verdict) {
        return group(verdict)
                .put("proposalRef", Base64Url.encode(verdict.getGroupReceipt().getProposalRef()));
    }

    /// Where a record stands on the log.
    public static ObjectNode position(Position position) {
        return Json.object().put("partition", position.getPartition()).put("offset", position.getOffset());
    }

    /// The submission's id.
    public static UUID submission(Verdict verdict) {
        return uuid(verdict.getSubmissionId());
    }

    private static UUID uuid(ByteString octets) {
        ByteBuffer buffer = octets.asReadOnlyByteBuffer();
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
