package dev.epochal.api.group;

import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.submission.Guarantee;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.proposal.SelfRemove;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Identity;
import java.util.List;

/// What a client needs for an external Commit (RFC 9420 §12.4.3.2), for those whom the group's policy allows to join
/// so. For a stranger whom it does not, the group looks as if it did not exist.
public final class ExternalJoins {
    private static final String RULE = "external_join";

    private final GroupReads groups;
    private final RatchetTrees trees;

    /// Offers what these reads tell.
    public ExternalJoins(GroupReads groups, RatchetTrees trees) {
        this.groups = groups;
        this.trees = trees;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/v1/groups/{group}/external-join", this::offer));
    }

    /// Whether the client may join by a Commit of its own.
    boolean isOpenTo(ByteString groupId, Identity identity) {
        return groups.groupInfo(groupId)
                .filter(published -> allows(published.policy(), groups.isMember(groupId, identity), identity))
                .filter(published -> groupInfo(published.groupInfo())
                        .extensions()
                        .find(ExtensionType.EXTERNAL_PUB)
                        .isPresent())
                .isPresent();
    }

    private Answer offer(Call call) {
        var groupId = call.octets("group");
        var row = groups.group(groupId).orElseThrow(GroupSight::unknown);
        var published = groups.groupInfo(groupId).orElseThrow(GroupSight::unknown);
        boolean member = groups.isMember(groupId, call.identity());
        if (!isOpenTo(groupId, call.identity())) {
            throw member ? forbidden() : GroupSight.unknown();
        }
        var json = Json.object()
                .put("groupId", Base64Url.encode(groupId))
                .put("epoch", published.epoch())
                .put("headSeq", row.seq())
                .put("guarantee", Guarantee.of(row))
                .put("groupInfo", Base64Url.encode(published.groupInfo()));
        if (groupInfo(published.groupInfo())
                .extensions()
                .find(ExtensionType.RATCHET_TREE)
                .isEmpty()) {
            trees.of(groupId, published.epoch())
                    .ifPresent(tree -> json.put("ratchetTree", Base64Url.encode(tree.bytes())));
        }
        var selfRemoves = json.putArray("selfRemoves");
        for (var pending : groups.pendingProposals(groupId)) {
            if (pending.epoch() == published.epoch() && isSelfRemove(pending.proposal())) {
                selfRemoves
                        .addObject()
                        .put("seq", pending.seq())
                        .put("proposal", Base64Url.encode(pending.proposal()))
                        .put("proposalRef", Base64Url.encode(pending.proposalRef()));
            }
        }
        return Answer.json(200, json)
                .with("Epochal-Epoch", Long.toString(published.epoch()))
                .with("Epochal-Head-Seq", Long.toString(row.seq()))
                .with("Epochal-Guarantee", Guarantee.of(row));
    }

    private static boolean allows(GroupPolicy policy, boolean member, Identity identity) {
        return switch (policy.getExternalJoin()) {
            case PERMISSION_ANYBODY -> true;
            case PERMISSION_MEMBERS -> member;
            case PERMISSION_ADMINISTRATORS -> policy.getAdministratorsList().contains(identity);
            case PERMISSION_NOBODY, PERMISSION_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    private static boolean isSelfRemove(ByteString proposal) {
        return MlsMessage.parse(proposal.toByteArray()) instanceof MlsMessage.OfPublicMessage message
                && message.message().content().content() instanceof Content.OfProposal content
                && content.proposal() instanceof SelfRemove;
    }

    private static GroupInfo groupInfo(ByteString bytes) {
        if (MlsMessage.parse(bytes.toByteArray()) instanceof MlsMessage.OfGroupInfo parsed) {
            return parsed.groupInfo();
        }
        throw new IllegalStateException("What stands as a group's GroupInfo is another message");
    }

    private static ProblemException forbidden() {
        return new ProblemException(
                Problem.of(ProblemType.POLICY, "The group lets nobody like the caller join by a Commit of its own")
                        .with("rule", TextNode.valueOf(RULE)));
    }
}
