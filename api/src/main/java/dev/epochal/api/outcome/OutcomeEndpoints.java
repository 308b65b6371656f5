package dev.epochal.api.outcome;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.directory.DirectoryReceipts;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.group.Conflicts;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.submission.Receipts;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.projections.read.ClientReads;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.Verdict;
import java.util.List;

/// The outcome of a submission, for its submitter only: for all others there is no such submission.
public final class OutcomeEndpoints {
    private final ClientReads clients;
    private final Conflicts conflicts;

    /// Tells what these reads know.
    public OutcomeEndpoints(ClientReads clients, Conflicts conflicts) {
        this.clients = clients;
        this.conflicts = conflicts;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/v1/submissions/{submission}", this::outcome));
    }

    private Answer outcome(Call call) {
        var verdict = clients.verdict(call.uuid("submission"))
                .filter(known -> known.getSubmittedBy().equals(call.identity()))
                .orElseThrow(() -> ProblemException.of(
                        ProblemType.UNKNOWN_SUBMISSION,
                        "The caller has no such submission, or it is not decided yet; outcomes are kept for a day"));
        return Answer.json(200, form(verdict, call.correlationId()));
    }

    private ObjectNode form(Verdict verdict, String correlationId) {
        var answer = Json.object();
        switch (verdict.getOutcomeCase()) {
            case GROUP_RECEIPT -> answer.put("outcome", "accepted").set("receipt", Receipts.proposal(verdict));
            case DIRECTORY_RECEIPT -> answer.put("outcome", "accepted").set("receipt", directory(verdict));
            case REFUSAL ->
                answer.put("outcome", "refused")
                        .set(
                                "problem",
                                conflicts.problem(verdict, ByteString.EMPTY).document(correlationId));
            case OUTCOME_NOT_SET -> throw new IllegalStateException("A verdict without an outcome");
        }
        return answer;
    }

    private static ObjectNode directory(Verdict verdict) {
        var receipt = verdict.getDirectoryReceipt();
        if (receipt.getClaimedCount() > 0) {
            return DirectoryReceipts.claimed(verdict, owner(receipt));
        }
        return receipt.getPublishedCount() > 0
                ? DirectoryReceipts.published(verdict)
                : DirectoryReceipts.changed(verdict);
    }

    /// The user whose KeyPackages were claimed, as their credential says.
    private static String owner(DirectoryReceipt receipt) {
        try {
            var message = MlsMessage.parse(receipt.getClaimed(0).getKeyPackage().toByteArray());
            if (message instanceof MlsMessage.OfKeyPackage parsed) {
                var name = parsed.keyPackage().leafNode().credential().client().text();
                return name.substring(0, Math.max(0, name.lastIndexOf('/')));
            }
        } catch (MalformedException e) {
            throw new IllegalStateException("A KeyPackage of the directory can't be parsed", e);
        }
        throw new IllegalStateException("A KeyPackage of the directory is none");
    }
}
