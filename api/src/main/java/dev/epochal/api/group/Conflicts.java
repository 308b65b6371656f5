package dev.epochal.api.group;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.NextAction;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.Refusals;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Refusal.ReasonCase;
import dev.epochal.schema.record.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Tells the loser of an epoch who has won: the Commits since the epoch of its submission, the proposals that live now,
/// and what to do next. So nobody has to join anew because it lost a race or was away.
public final class Conflicts {
    private static final int COMMITS_MAX = 50;
    /// How long the answer waits for the read model to know what the decider knew.
    private static final Duration READ_MODEL_LIMIT = Duration.ofSeconds(3);

    /// What the Commits of an answer have together; the first one comes in any case.
    private static final long COMMITS_OCTETS_MAX = 4L << 20;

    /// What is refused before, or because, the caller is not found among the members.
    private static final Set<ReasonCase> TOLD_TO_STRANGERS = Set.of(
            ReasonCase.TOO_LARGE,
            ReasonCase.MALFORMED_MESSAGE,
            ReasonCase.GROUP_MISMATCH,
            ReasonCase.WRONG_WIRE_FORMAT,
            ReasonCase.WRONG_CONTENT_TYPE,
            ReasonCase.GROUP_QUARANTINED,
            ReasonCase.POLICY_REFUSAL,
            ReasonCase.NOT_A_MEMBER);

    private final GroupReads groups;
    private final GroupSight sight;
    private final ExternalJoins joins;

    /// Tells what these reads know.
    public Conflicts(GroupReads groups, GroupSight sight, ExternalJoins joins) {
        this.groups = groups;
        this.sight = sight;
        this.joins = joins;
    }

    /// The problem that tells a refusal of a submission to a group.
    ///
    /// @param submitted the message that was refused; empty if it is not at hand
    public Problem problem(Verdict verdict, ByteString submitted) {
        if (isConcealed(verdict)) {
            return GroupSight.unknown().problem();
        }
        var problem = Refusals.problem(verdict.getRefusal());
        return switch (verdict.getRefusal().getReasonCase()) {
            case STALE_EPOCH -> stale(verdict, submitted, problem);
            case NOT_A_MEMBER -> rejoin(verdict, problem);
            case FUTURE_EPOCH, UNKNOWN_PROPOSAL -> problem.withHint("events", path(verdict.getGroupId(), "/events"));
            default -> problem;
        };
    }

    /// A group that is not there and one of others look the same, whatever a stranger sends. Who was in it once, or may
    /// join by itself, is told the reason, and so is everybody as long as the rows don't know the group.
    private boolean isConcealed(Verdict verdict) {
        var groupId = verdict.getGroupId();
        var caller = verdict.getSubmittedBy();
        var reason = verdict.getRefusal().getReasonCase();
        if (reason == ReasonCase.UNKNOWN_GROUP) {
            return true;
        }
        return TOLD_TO_STRANGERS.contains(reason)
                && groups.group(groupId).isPresent()
                && groups.stays(groupId, caller).isEmpty()
                && !joins.isOpenTo(groupId, caller);
    }

    private Problem rejoin(Verdict verdict, Problem problem) {
        var groupId = verdict.getGroupId();
        var next = problem.withNext(NextAction.REJOIN).withHint("welcomes", "/v1/welcomes");
        return joins.isOpenTo(groupId, verdict.getSubmittedBy())
                ? next.withHint("externalJoin", path(groupId, "/external-join"))
                : next;
    }

    /// Who never needed a leaf needs none now, but the present epoch, which the problem names.
    private Problem outside(Verdict verdict, Problem problem) {
        var groupId = verdict.getGroupId();
        var next = problem.withNext(NextAction.FETCH);
        return joins.isOpenTo(groupId, verdict.getSubmittedBy())
                ? next.withHint("externalJoin", path(groupId, "/external-join"))
                : next;
    }

    private Problem stale(Verdict verdict, ByteString submitted, Problem problem) {
        var groupId = verdict.getGroupId();
        var stale = verdict.getRefusal().getStaleEpoch();
        boolean known = sight.reaches(groupId, stale.getHeadSeq(), READ_MODEL_LIMIT);
        if (!groups.isMember(groupId, verdict.getSubmittedBy())) {
            if (stale.getFromOutside()) {
                return outside(verdict, problem);
            }
            // A read model that is behind may not know yet that the caller came.
            return known ? rejoin(verdict, problem) : fetch(problem, groupId, 0);
        }
        // Rows go on between these questions. All is told as it was at the first, so that it fits together.
        var row = sight.row(groupId);
        long epoch = row.map(GroupReads.GroupRow::epoch).orElse(stale.getCurrentEpoch());
        var commits = commits(groupId, stale.getSubmittedEpoch(), epoch);
        if (commits.isEmpty() || commits.getFirst().getHeader().getEpochBefore() != stale.getSubmittedEpoch()) {
            return fetch(problem, groupId, stale.hasWinnerSeq() ? stale.getWinnerSeq() : 0);
        }
        var winner = commits.getFirst();
        var told = problem.with("winner", commit(winner))
                .with("commits", commits(commits))
                .with("proposals", proposals(groupId, epoch))
                .with("currentEpoch", LongNode.valueOf(epoch))
                .with(
                        "headSeq",
                        LongNode.valueOf(row.map(GroupReads.GroupRow::seq).orElse(stale.getHeadSeq())));
        if (isOwn(winner, verdict, submitted)) {
            return told.withNext(NextAction.YOU_ALREADY_WON);
        }
        return commits.getLast().getHeader().getEpochAfter() < stale.getCurrentEpoch()
                ? fetch(told, groupId, commits.getLast().getHeader().getSeq() + 1)
                : told;
    }

    /// The Commits that lead from one epoch to another, or as many of them as an answer takes.
    private List<GroupEvent> commits(ByteString groupId, long from, long to) {
        return bounded(groups.commitsSince(groupId, from, COMMITS_MAX).stream()
                .filter(event -> event.getHeader().getEpochAfter() <= to)
                .toList());
    }

    /// Whether the very bytes of the caller have won, sent before under another idempotency key.
    private static boolean isOwn(GroupEvent winner, Verdict verdict, ByteString submitted) {
        return winner.getHeader().getSubmittedBy().equals(verdict.getSubmittedBy())
                && winner.getCommitAccepted().getCommit().equals(submitted);
    }

    private static List<GroupEvent> bounded(List<GroupEvent> commits) {
        long octets = 0;
        for (int i = 0; i < commits.size(); i++) {
            octets += commits.get(i).getCommitAccepted().getCommit().size();
            if (i > 0 && octets > COMMITS_OCTETS_MAX) {
                return commits.subList(0, i);
            }
        }
        return commits;
    }

    private static String path(ByteString groupId, String rest) {
        return "/v1/groups/" + Base64Url.encode(groupId) + rest;
    }

    private static Problem fetch(Problem problem, ByteString groupId, long from) {
        return problem.withNext(NextAction.FETCH).withHint("events", path(groupId, "/events?from=" + from));
    }

    private static ArrayNode commits(List<GroupEvent> events) {
        var list = Json.array();
        events.forEach(event -> list.add(commit(event)));
        return list;
    }

    private static ObjectNode commit(GroupEvent event) {
        return Json.object()
                .put("seq", event.getHeader().getSeq())
                .put("epoch", event.getHeader().getEpochBefore())
                .put("commit", Base64Url.encode(event.getCommitAccepted().getCommit()));
    }

    private ArrayNode proposals(ByteString groupId, long epoch) {
        var list = Json.array();
        groups.pendingProposals(groupId).stream()
                .filter(proposal -> proposal.epoch() == epoch)
                .forEach(proposal -> list.addObject()
                        .put("seq", proposal.seq())
                        .put("epoch", proposal.epoch())
                        .put("proposal", Base64Url.encode(proposal.proposal()))
                        .put("proposalRef", Base64Url.encode(proposal.proposalRef())));
        return list;
    }
}
