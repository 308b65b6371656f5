package dev.epochal.api.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.api.group.PolicyForm;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.submission.Receipts;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.CommitReported;
import dev.epochal.schema.record.GroupCreated;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Member;
import dev.epochal.schema.record.PayloadsErased;
import dev.epochal.schema.record.ProposalAccepted;
import java.util.List;

/// An event as JSON.
public final class EventForm {
    private EventForm() {}

    /// The event.
    public static ObjectNode write(GroupEvent event) {
        var header = event.getHeader();
        var json = Json.object()
                .put("seq", header.getSeq())
                .put("type", type(event))
                .put("epoch", header.getEpochBefore())
                .put("epochAfter", header.getEpochAfter())
                .put("acceptedAt", header.getAcceptedAtMs())
                .put("leafHash", Base64Url.encode(header.getLeafHash()))
                .put("previousHead", Base64Url.encode(header.getPreviousHead()))
                .put("payloadHash", Base64Url.encode(header.getPayloadHash()))
                .put("salt", Base64Url.encode(header.getPayloadSalt()));
        json.set("command", Receipts.position(header.getCommand()));
        json.set("payload", payload(event));
        return json;
    }

    private static String type(GroupEvent event) {
        return switch (event.getBodyCase()) {
            case GROUP_CREATED -> "group-created";
            case PROPOSAL_ACCEPTED -> "proposal";
            case COMMIT_ACCEPTED -> "commit";
            case MESSAGE_ACCEPTED -> "message";
            case POLICY_CHANGED -> "policy-changed";
            case COMMIT_REPORTED -> "report";
            case PAYLOADS_ERASED -> "payloads-erased";
            case BODY_NOT_SET -> "unknown";
        };
    }

    private static ObjectNode payload(GroupEvent event) {
        return switch (event.getBodyCase()) {
            case GROUP_CREATED -> created(event.getGroupCreated());
            case PROPOSAL_ACCEPTED -> proposal(event.getProposalAccepted());
            case COMMIT_ACCEPTED -> commit(event.getCommitAccepted());
            case MESSAGE_ACCEPTED ->
                SealedEvents.isErased(event)
                        ? Json.object().put("erased", true)
                        : Json.object()
                                .put(
                                        "message",
                                        Base64Url.encode(
                                                event.getMessageAccepted().getMessage()));
            case PAYLOADS_ERASED -> erasure(event.getPayloadsErased());
            case POLICY_CHANGED -> {
                var json = Json.object();
                json.set("policy", PolicyForm.write(event.getPolicyChanged().getPolicy()));
                yield json;
            }
            case COMMIT_REPORTED -> report(event.getCommitReported());
            case BODY_NOT_SET -> Json.object();
        };
    }

    private static ObjectNode erasure(PayloadsErased erased) {
        var json = Json.object();
        var ranges = json.putArray("ranges");
        erased.getRangesList()
                .forEach(range ->
                        ranges.addObject().put("first", range.getFirst()).put("behind", range.getBehind()));
        return json.put("by", by(erased)).put("reason", erased.getReason());
    }

    private static String by(PayloadsErased erased) {
        if (!erased.getByOperator()) {
            return "administrator";
        }
        return erased.getKeptMs() > 0 ? "retention" : "operator";
    }

    private static ObjectNode report(CommitReported report) {
        return Json.object()
                .put("report", Base64Url.encode(report.getReport()))
                .put("leafIndex", report.getLeafIndex())
                .put("epoch", report.getEpoch())
                .put("outcome", report.getApplied() ? "applied" : "failed")
                .put("confirmedTranscriptHash", Base64Url.encode(report.getConfirmedTranscriptHash()))
                .put("authenticatorHash", Base64Url.encode(report.getAuthenticatorHash()));
    }

    private static ObjectNode created(GroupCreated created) {
        var json = Json.object()
                .put("groupInfo", Base64Url.encode(created.getGroupInfo()))
                .put("handshakes", created.getHandshakes() == Handshakes.HANDSHAKES_PRIVATE ? "private" : "public");
        json.set("policy", PolicyForm.write(created.getPolicy()));
        return json;
    }

    private static ObjectNode proposal(ProposalAccepted proposal) {
        var json = Json.object()
                .put("proposal", Base64Url.encode(proposal.getProposal()))
                .put("proposalRef", Base64Url.encode(proposal.getProposalRef()));
        return proposal.hasSenderLeaf() ? json.put("sender", proposal.getSenderLeaf()) : json;
    }

    private static ObjectNode commit(CommitAccepted commit) {
        var after = commit.getAfter();
        var json = Json.object()
                .put("commit", Base64Url.encode(commit.getCommit()))
                .put("treeHash", Base64Url.encode(after.getTreeHash()))
                .put("confirmedTranscriptHash", Base64Url.encode(after.getConfirmedTranscriptHash()))
                .put("external", commit.getExternal());
        if (commit.hasCommitterLeaf()) {
            json.put("committer", commit.getCommitterLeaf());
        }
        if (!commit.getSuccessorGroupId().isEmpty()) {
            json.put("successorGroupId", Base64Url.encode(commit.getSuccessorGroupId()));
        }
        var copath = json.putArray("copath");
        commit.getCopathList().forEach(subtree -> copath.add(subtree.getNodeIndex()));
        if (commit.getTakenOnTrustCount() > 0) {
            var components = json.putArray("takenOnTrust");
            commit.getTakenOnTrustList().forEach(components::add);
        }
        json.set("added", members(after.getAddedList()));
        json.set("removed", members(after.getRemovedList()));
        return json;
    }

    private static ArrayNode members(List<Member> members) {
        var list = Json.array();
        for (var member : members) {
            list.addObject()
                    .put("leafIndex", member.getLeafIndex())
                    .put("user", member.getIdentity().getUser())
                    .put("client", member.getIdentity().getClient());
        }
        return list;
    }
}
