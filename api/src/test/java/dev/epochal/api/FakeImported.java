package dev.epochal.api;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.ImportedReads;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.ImportedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Imported groups in memory, as the test puts them.
final class FakeImported implements ImportedReads {
    private final Map<ByteString, List<Identity>> members = new HashMap<>();
    private final Map<ByteString, List<ImportedEvent>> events = new HashMap<>();

    /// @param more one event behind the other, the group first
    synchronized void put(ByteString groupId, List<Identity> identities, ImportedEvent... more) {
        members.put(groupId, List.copyOf(identities));
        events.computeIfAbsent(groupId, _ -> new ArrayList<>()).addAll(List.of(more));
    }

    @Override
    public synchronized List<ImportedRow> importedGroupsOf(String user) {
        return events.keySet().stream()
                .filter(groupId -> isImportedMember(groupId, user))
                .flatMap(groupId -> importedGroup(groupId).stream())
                .toList();
    }

    @Override
    public synchronized Optional<ImportedRow> importedGroup(ByteString groupId) {
        return Optional.ofNullable(events.get(groupId)).map(history -> row(groupId, history));
    }

    private static ImportedRow row(ByteString groupId, List<ImportedEvent> history) {
        var group = history.getFirst().getGroup();
        return new ImportedRow(
                groupId,
                group.getSource(),
                group.getConversationId(),
                history.getLast().getSeq(),
                history.getLast().getHead(),
                group.getEpoch(),
                group.getCipherSuite(),
                group.getCreatedAtMs());
    }

    @Override
    public synchronized boolean isImportedMember(ByteString groupId, String user) {
        return importedMembers(groupId).stream()
                .anyMatch(member -> member.getUser().equals(user));
    }

    @Override
    public synchronized List<Identity> importedMembers(ByteString groupId) {
        return members.getOrDefault(groupId, List.of());
    }

    @Override
    public synchronized List<ImportedEvent> importedEvents(ByteString groupId, long fromSeq, int limit) {
        return events.getOrDefault(groupId, List.of()).stream()
                .filter(event -> event.getSeq() >= fromSeq)
                .limit(limit)
                .toList();
    }
}
