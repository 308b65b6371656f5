package dev.epochal.api.group;

import com.google.protobuf.ByteString;
import dev.epochal.api.access.AccessRule;
import dev.epochal.api.access.Caller;
import dev.epochal.api.access.Deed;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.projections.read.Changes;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.projections.read.GroupReads.GroupRow;
import java.time.Duration;
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
            throw new ProblemException(Problem.of(
                            ProblemType.READ_MODEL_BEHIND,
                            "The read model has the group up to event " + row.seq() + " only")
                    .retryAfterMs(1000));
        }
        return row;
    }

    /// The group as it is now.
    public GroupRow showNow(Call call, ByteString groupId) {
        return groups.group(groupId)
                .filter(_ -> maySee(call.caller(), groupId))
                .orElseThrow(() -> ProblemException.of(
                        ProblemType.UNKNOWN_GROUP, "There is no such group, or the caller is not a member of it"));
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
