package dev.epochal.server.storm;

import dev.epochal.client.GroupEvent;
import dev.epochal.client.Member;
import dev.epochal.client.Octets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A group's whole history, and what follows from it for each client.
public final class Ledger {
    private final List<GroupEvent> events;
    private final Map<Integer, String> roster = new HashMap<>();
    private final Map<Long, Set<String>> readers = new TreeMap<>();
    private final Map<String, Long> last = new HashMap<>();
    private long epoch;
    private Octets treeHash = Octets.empty();

    /// @param creator `user/client` of who made the group
    public Ledger(String creator, List<GroupEvent> events) {
        this.events = List.copyOf(events);
        roster.put(0, creator);
        events.forEach(this::take);
    }

    private void take(GroupEvent event) {
        epoch = event.header().epochAfter();
        roster.values().forEach(name -> last.put(name, event.seq()));
        if (event instanceof GroupEvent.MessageAccepted) {
            readers.put(event.seq(), new HashSet<>(roster.values()));
        }
        if (event instanceof GroupEvent.CommitAccepted commit) {
            treeHash = commit.treeHash();
            commit.removed().forEach(member -> roster.remove(member.leafIndex()));
            commit.added().forEach(member -> roster.put(member.leafIndex(), name(member)));
            roster.values().forEach(name -> last.put(name, event.seq()));
        }
    }

    private static String name(Member member) {
        return member.user() + "/" + member.client();
    }

    public List<GroupEvent> events() {
        return events;
    }

    /// For each application message who was a member when it came.
    public Map<Long, Set<String>> readers() {
        return readers;
    }

    /// The last event that concerns each client that ever was a member.
    public Map<String, Long> last() {
        return last;
    }

    public Set<String> members() {
        return Set.copyOf(roster.values());
    }

    public long epoch() {
        return epoch;
    }

    /// The tree hash of the newest epoch; empty if there was no Commit.
    public Octets treeHash() {
        return treeHash;
    }
}
