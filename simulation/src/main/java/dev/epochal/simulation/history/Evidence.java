package dev.epochal.simulation.history;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.StateReads.StoredGroup;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a world leaves behind: what clients were told and saw, and the logs as a reader of ended transactions finds
/// them.
///
/// @param commands in the order of each partition
/// @param events in the order of each partition
/// @param rows the read model in the end
/// @param directory what became of the directory
/// @param positionsForgotten whether the broker forgot acknowledged positions, so that a refusal may come twice
public record Evidence(
        List<Operation> operations,
        List<Sight> sights,
        List<Placed<GroupCommand>> commands,
        List<Placed<GroupEvent>> events,
        List<Verdict> verdicts,
        Map<ByteString, StoredGroup> rows,
        Directory directory,
        boolean positionsForgotten) {
    public Evidence {
        operations = List.copyOf(operations);
        sights = List.copyOf(sights);
        commands = List.copyOf(commands);
        events = List.copyOf(events);
        verdicts = List.copyOf(verdicts);
    }

    /// What clients asked of the directory and what came of it.
    ///
    /// @param commands in the order of each partition
    /// @param events in the order of each partition
    /// @param verdicts about these commands
    public record Directory(
            List<DirectoryRequest> requests,
            List<Placed<DirectoryCommand>> commands,
            List<Placed<DirectoryEvent>> events,
            List<Verdict> verdicts) {
        public Directory {
            requests = List.copyOf(requests);
            commands = List.copyOf(commands);
            events = List.copyOf(events);
            verdicts = List.copyOf(verdicts);
        }
    }

    /// A record and where it stands.
    public record Placed<T>(int partition, long offset, long timestampMs, T value) {}

    /// The events of each group, in the order of the log.
    public Map<ByteString, List<GroupEvent>> byGroup() {
        Map<ByteString, List<GroupEvent>> groups = new LinkedHashMap<>();
        events.forEach(event -> groups.computeIfAbsent(event.value().getHeader().getGroupId(), _ -> new ArrayList<>())
                .add(event.value()));
        return groups;
    }
}
