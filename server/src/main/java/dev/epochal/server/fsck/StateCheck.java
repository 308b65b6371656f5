package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import dev.epochal.processor.core.GroupSnapshot;
import dev.epochal.processor.core.GroupState;
import dev.epochal.processor.log.StoredSnapshots;
import dev.epochal.projections.read.StateReads;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Compares the states that follow from the log with those that a processor would go on with from the read model.
final class StateCheck {
    private static final int GROUPS_AT_ONCE = 100;

    private final StateReads reads;
    private final Findings findings;

    StateCheck(StateReads reads, Findings findings) {
        this.reads = reads;
        this.findings = findings;
    }

    /// Compares those of them that are groups.
    void compare(Collection<KeyRecords> keys) {
        Map<KeyRecords, GroupState> states = new HashMap<>();
        for (KeyRecords each : keys) {
            if (each.intact().orElse(null) instanceof GroupHistory group) {
                group.state().ifPresent(state -> states.put(each, state));
            }
        }
        List<KeyRecords> groups = new ArrayList<>(states.keySet());
        for (int from = 0; from < groups.size(); from += GROUPS_AT_ONCE) {
            compare(groups.subList(from, Math.min(groups.size(), from + GROUPS_AT_ONCE)), states);
        }
    }

    private void compare(List<KeyRecords> groups, Map<KeyRecords, GroupState> states) {
        List<ByteString> ids = groups.stream().map(KeyRecords::key).toList();
        Map<ByteString, StateReads.StoredGroup> stored = reads.groups(ids, GroupState.RECENT_MAX);
        for (KeyRecords group : groups) {
            GroupState state = Objects.requireNonNull(states.get(group));
            Optional.ofNullable(stored.get(group.key()))
                    .map(found -> difference(state.snapshot(), stored(found, state)))
                    .orElseGet(() -> Optional.of("the read model doesn't hold the group"))
                    .ifPresent(detail -> findings.add(new Finding(
                            Kind.STATE, group.whereabouts(), "after event " + state.seq() + ": " + detail)));
        }
    }

    /// No event on the log tells keys, so the state that follows from it has none; their rows are compared by
    /// themselves.
    private static GroupSnapshot stored(StateReads.StoredGroup found, GroupState derived) {
        return StoredSnapshots.group(found).with(derived.payloadKeys());
    }

    /// Names the first part in which two states differ.
    private static Optional<String> difference(GroupSnapshot derived, GroupSnapshot stored) {
        if (derived.equals(stored)) {
            return Optional.empty();
        }
        for (RecordComponent part : GroupSnapshot.class.getRecordComponents()) {
            try {
                if (!part.getAccessor()
                        .invoke(derived)
                        .equals(part.getAccessor().invoke(stored))) {
                    return Optional.of("the read model has another " + part.getName());
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return Optional.empty();
    }
}
