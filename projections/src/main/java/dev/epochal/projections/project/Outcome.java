package dev.epochal.projections.project;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.projections.wake.News;
import dev.epochal.schema.record.Identity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a batch of records changed, gathered while it is written and told once its transaction has ended.
final class Outcome {
    private final Set<ByteString> groups = new HashSet<>();
    private final Set<Identity> clients = new HashSet<>();
    private final List<LoggedEvent> events = new ArrayList<>();
    private int duplicates;
    private int halts;

    void groupChanged(ByteString groupId) {
        groups.add(groupId);
    }

    void clientChanged(Identity identity) {
        clients.add(identity);
    }

    void duplicateIgnored() {
        duplicates++;
    }

    void keyHalted() {
        halts++;
    }

    int duplicates() {
        return duplicates;
    }

    int halts() {
        return halts;
    }

    void eventProjected(LoggedEvent event) {
        events.add(event);
    }

    /// The group events that were written, in order.
    List<LoggedEvent> events() {
        return events;
    }

    /// What waiting readers are told of it.
    News news() {
        return News.of(groups, clients);
    }
}
