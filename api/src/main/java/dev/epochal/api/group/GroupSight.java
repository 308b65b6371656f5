package dev.epochal.api.group;

import com.google.protobuf.ByteString;
import dev.epochal.api.access.AccessRule;
import dev.epochal.api.access.Caller;
import dev.epochal.api.access.Deed;
import dev.epochal.api.access.Scope;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.projections.read.Changes;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.projections.read.GroupReads.GroupRow;
import dev.epochal.projections.read.Stay;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Shows a group to those who may see it. For all others it looks as if it did not exist: the same answer, after the
/// same time.
public final class GroupSight {
    private static final Duration READ_MODEL_LIMIT = Duration.ofSeconds(5);

    private final GroupReads groups;
    private final AccessRule rule;
    private final Changes changes;
    private final Gate gate;

    /// Shows what these reads tell. Who waits leaves when the gate is shut.
    public GroupSight(GroupReads groups, Changes changes, Gate gate) {
        this.groups = groups;
        this.rule = new AccessRule(groups::isMember);
        this.changes = changes;
        this.gate = gate;
    }

    /// The group, once it includes the event that the query parameter `at_least` asks for. Membership counts then, not
    /// before: the group may be so new that the read model learns of it only now.
    public GroupRow show(Call call, ByteString groupId) {
        var atLeast = call.number("at_least", Long.MAX_VALUE);
        if (atLeast.isPresent()) {
            await(groupId, READ_MODEL_LIMIT, () -> {
                var row = groups.group(groupId);
                return row.isPresent() && row.get().seq() >= atLeast.getAsLong() && maySee(call.caller(), groupId);
            });
        }
        var row = showNow(call, groupId);
        if (row.seq() < atLeast.orElse(0)) {
            throw behind(row.seq());
        }
        return row;
    }

    /// The group as it is now.
    public GroupRow showNow(Call call, ByteString groupId) {
        return groups.group(groupId).filter(_ -> maySee(call.caller(), groupId)).orElseThrow(GroupSight::unknown);
    }

    /// The group, if the caller may audit it.
    public GroupRow audit(Call call, ByteString groupId) {
        if (!rule.permits(call.caller(), Deed.AUDIT, groupId)) {
            throw unknown();
        }
        return show(call, groupId);
    }

    /// What the caller may read of the group's history, once that includes the event that the query parameter
    /// `at_least` asks for.
    public VisibleHistory history(Call call, ByteString groupId) {
        var atLeast = call.number("at_least", Long.MAX_VALUE);
        if (atLeast.isPresent()) {
            await(groupId, READ_MODEL_LIMIT, () -> {
                var seen = find(call.caller(), groupId);
                return seen.isPresent() && (seen.get().isOver() || seen.get().headSeq() >= atLeast.getAsLong());
            });
        }
        var history = historyNow(call, groupId);
        if (!history.isOver() && history.headSeq() < atLeast.orElse(0)) {
            throw behind(history.headSeq());
        }
        return history;
    }

    /// What the caller may read of the group's history now.
    public VisibleHistory historyNow(Call call, ByteString groupId) {
        return find(call.caller(), groupId).orElseThrow(GroupSight::unknown);
    }

    private Optional<VisibleHistory> find(Caller caller, ByteString groupId) {
        var stays = stays(caller, groupId);
        // The stays are read first: what the row knows beyond them is cut off by them, never the other way round.
        return groups.group(groupId).filter(_ -> !stays.isEmpty()).map(row -> new VisibleHistory(row, stays));
    }

    /// An auditor reads everything of its groups; a client its stays, be they over or not.
    private List<Stay> stays(Caller caller, ByteString groupId) {
        if (caller.audits(groupId)) {
            return List.of(Stay.ALWAYS);
        }
        return caller.scopes().contains(Scope.CLIENT) ? groups.stays(groupId, caller.identity()) : List.of();
    }

    static ProblemException unknown() {
        return ProblemException.of(
                ProblemType.UNKNOWN_GROUP, "There is no such group, or the caller is not a member of it");
    }

    private static ProblemException behind(long seq) {
        return new ProblemException(
                Problem.of(ProblemType.READ_MODEL_BEHIND, "The read model has the group up to event " + seq + " only")
                        .retryAfterMs(1000));
    }

    /// Waits until the read model includes the event.
    ///
    /// @return whether it does
    boolean reaches(ByteString groupId, long seq, Duration limit) {
        return await(
                groupId,
                limit,
                () -> groups.group(groupId).filter(row -> row.seq() >= seq).isPresent());
    }

    /// Waits until something is true of the group.
    ///
    /// @return whether it is
    public boolean await(ByteString groupId, Duration limit, Supplier<Boolean> ready) {
        changes.awaitGroup(groupId, limit, () -> gate.isShut() || ready.get());
        return ready.get();
    }

    private boolean maySee(Caller caller, ByteString groupId) {
        return rule.permits(caller, Deed.READ, groupId);
    }

    /// The newest state, whoever asks.
    Optional<GroupRow> row(ByteString groupId) {
        return groups.group(groupId);
    }
}
