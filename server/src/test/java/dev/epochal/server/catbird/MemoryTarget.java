package dev.epochal.server.catbird;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.ImportedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A log of imported events that is a list, which can be told to fail behind some appends.
final class MemoryTarget {
    private final Map<ByteString, ImportedTail> tails = new HashMap<>();
    private final List<ImportedEvent> events = new ArrayList<>();
    private int appendsLeft = Integer.MAX_VALUE;

    CatbirdImport.Target target() {
        return new CatbirdImport.Target(groupId -> tails.getOrDefault(groupId, ImportedTail.NONE), this::append);
    }

    void failAfter(int appends) {
        appendsLeft = appends;
    }

    private void append(List<ImportedEvent> more) {
        if (appendsLeft-- == 0) {
            throw new ImportException("the log is away");
        }
        for (var event : more) {
            events.add(event);
            tails.put(
                    event.getGroupId(),
                    tails.getOrDefault(event.getGroupId(), ImportedTail.NONE).after(event));
        }
    }

    List<ImportedEvent> events() {
        return List.copyOf(events);
    }
}
