package dev.epochal.api.group;

import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.exchange.MediaTypes;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.submission.Guarantee;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.projections.read.GroupReads.GroupRow;
import dev.epochal.schema.record.Handshakes;
import java.util.List;

/// What members see of their groups.
public final class ReadEndpoints {
    private final GroupReads groups;
    private final GroupSight sight;
    private final Standings standings;

    /// Shows what these reads tell.
    public ReadEndpoints(GroupReads groups, GroupSight sight) {
        this.groups = groups;
        this.sight = sight;
        this.standings = new Standings(groups);
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/groups", this::own),
                Endpoint.get("/v1/groups/{group}", this::state).forAuditorsToo().knowing("at_least"),
                Endpoint.get("/v1/groups/{group}/group-info", this::groupInfo)
                        .forAuditorsToo()
                        .knowing("at_least"));
    }

    private Answer own(Call call) {
        var answer = Json.object();
        var list = answer.putArray("groups");
        for (var head : groups.groupsOf(call.identity())) {
            list.addObject()
                    .put("groupId", Base64Url.encode(head.groupId()))
                    .put("epoch", head.epoch())
                    .put("seq", head.seq());
        }
        return Answer.json(200, answer);
    }

    private Answer state(Call call) {
        var row = sight.show(call, call.octets("group"));
        boolean isPublic = row.handshakes() == Handshakes.HANDSHAKES_PUBLIC_VALUE;
        var answer = Json.object()
                .put("groupId", Base64Url.encode(row.groupId()))
                .put("epoch", row.epoch())
                .put("seq", row.seq())
                .put("headSeq", row.seq())
                .put("head", Base64Url.encode(row.head()))
                .put("guarantee", Guarantee.of(row))
                .put("handshakes", isPublic ? "public" : "private")
                .put("cipherSuite", row.cipherSuite())
                .put("treeHash", Base64Url.encode(row.treeHash()))
                .put("confirmedTranscriptHash", Base64Url.encode(row.confirmedTranscriptHash()));
        var members = answer.putArray("members");
        for (var member : groups.members(row.groupId())) {
            members.addObject()
                    .put("leafIndex", member.leafIndex())
                    .put("user", member.identity().getUser())
                    .put("client", member.identity().getClient())
                    .put("signatureKey", Base64Url.encode(member.signatureKey()));
        }
        answer.set("standing", standings.ofGroup(row.groupId(), row.epoch()));
        answer.put("createdAt", row.createdAt()).put("updatedAt", row.updatedAt());
        return withHead(Answer.json(200, answer), row);
    }

    private Answer groupInfo(Call call) {
        var row = sight.show(call, call.octets("group"));
        var published = groups.groupInfo(row.groupId()).orElseThrow(GroupSight::unknown);
        return withHead(Answer.ok(MediaTypes.MLS, published.groupInfo()), row)
                .with("Epochal-Epoch", Long.toString(published.epoch()))
                .with("Epochal-Seq", Long.toString(published.seq()));
    }

    private static Answer withHead(Answer answer, GroupRow row) {
        return answer.with("Epochal-Epoch", Long.toString(row.epoch()))
                .with("Epochal-Head-Seq", Long.toString(row.seq()))
                .with("Epochal-Guarantee", Guarantee.of(row));
    }
}
