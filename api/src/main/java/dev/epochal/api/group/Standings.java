package dev.epochal.api.group;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.group.CommitStanding.Failure;
import dev.epochal.api.group.CommitStanding.State;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.NextAction;
import dev.epochal.projections.read.CommitOutline;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.GroupEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Tells whether the members of a group can follow it, as far as they have reported, and what to do if not.
final class Standings {
    private final GroupReads groups;

    /// Reads there.
    Standings(GroupReads groups) {
        this.groups = groups;
    }

    /// How the Commit stands that led to an epoch, whoever has left since. Who founded a group needs nobody's word.
    ObjectNode ofEpoch(GroupEvent beginning) {
        if (!beginning.hasCommitAccepted()) {
            return write(beginning.getHeader().getGroupId(), State.SETTLED, List.of(), List.of());
        }
        var groupId = beginning.getHeader().getGroupId();
        var standing = standing(groupId, CommitOutline.of(beginning));
        var state = standing.state(groups.policy(groupId).getDisputeUsersMin(), _ -> true);
        return write(groupId, state, List.of(standing), standing.failures());
    }

    /// How the group stands: its newest Commit, and those before that members who are still there could not apply.
    ObjectNode ofGroup(ByteString groupId, long epoch) {
        var standings = new ArrayList<CommitStanding>();
        var epochs = new ArrayList<>(groups.doubtfulEpochs(groupId));
        epochs.removeIf(each -> each == epoch);
        epochs.addFirst(epoch);
        for (long each : epochs) {
            groups.commitOutline(groupId, each).ifPresent(commit -> standings.add(standing(groupId, commit)));
        }
        int disputeUsersMin = groups.policy(groupId).getDisputeUsersMin();
        var state = standings.stream()
                .filter(standing -> standing.epoch() == epoch || isDoubtful(standing))
                .map(standing -> standing.state(disputeUsersMin, Standings::isPresent))
                .max(Comparator.naturalOrder())
                .orElse(State.SETTLED);
        var failures = standings.stream()
                .flatMap(standing -> standing.failures().stream())
                .filter(Standings::isPresent)
                .toList();
        return write(groupId, state, standings, failures);
    }

    private CommitStanding standing(ByteString groupId, CommitOutline commit) {
        return new CommitStanding(commit, groups.reports(groupId, commit.epoch()));
    }

    private static boolean isDoubtful(CommitStanding standing) {
        return standing.failures().stream().anyMatch(failure -> isPresent(failure) && !failure.contradicted());
    }

    private static boolean isPresent(Failure failure) {
        return failure.report().present();
    }

    private static ObjectNode write(
            ByteString groupId, State state, List<CommitStanding> standings, List<Failure> failures) {
        var json = Json.object().put("state", word(state));
        var awaited = json.putArray("awaited");
        standings.stream().limit(1).flatMap(each -> each.awaited().stream()).forEach(awaited::add);
        json.set("failures", failures(failures));
        json.set("doubtful", doubtful(standings));
        if (state.compareTo(State.UNSETTLED) > 0) {
            json.set("next", next(groupId));
        }
        return json;
    }

    private static ArrayNode failures(List<Failure> failures) {
        var list = Json.array();
        for (var failure : failures) {
            var report = failure.report();
            list.addObject()
                    .put("epoch", report.epoch())
                    .put("seq", report.seq())
                    .put("leafIndex", report.leafIndex())
                    .put("user", report.identity().getUser())
                    .put("client", report.identity().getClient())
                    // Applied, but with another transcript: the member has seen another Commit than stands here.
                    .put("outcome", report.applied() ? "other-commit" : "failed")
                    .put("contradicted", failure.contradicted())
                    .put("subtree", failure.subtree().orElse(-1));
        }
        return list;
    }

    /// Who is cut off comes back by an external Commit; whoever committed what could not be applied can be removed; and
    /// a group that can't be saved goes on as a new one.
    private static ObjectNode next(ByteString groupId) {
        var path = "/v1/groups/" + Base64Url.encode(groupId);
        return Json.object()
                .put("action", NextAction.RECOVER.word())
                .put("externalJoin", path + "/external-join")
                .put("proposals", path + "/proposals")
                .put("reset", "/v1/groups");
    }

    /// With the committers, of whom each may be the offender.
    private static ArrayNode doubtful(List<CommitStanding> standings) {
        var commits = Json.array();
        for (var standing : standings) {
            if (isDoubtful(standing) || standing.isDivided()) {
                var committer = standing.outline().submittedBy();
                commits.addObject()
                        .put("epoch", standing.epoch())
                        .put("seq", standing.outline().seq())
                        .put("user", committer.getUser())
                        .put("client", committer.getClient());
            }
        }
        return commits;
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
