package dev.epochal.testkit.demo;

import dev.epochal.client.GroupEvent;
import dev.epochal.client.Member;
import dev.epochal.client.Octets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A group's history as a table, and the check of its hash chain.
///
/// @param creator the name of who created the group
/// @param events all events from seq 0 on
record History(String creator, List<GroupEvent> events) {
    private static final Octets BEGINNING = Octets.of(new byte[32]);

    /// Whether each event links to the leaf hash of the one before, from 32 zero bytes on.
    boolean isLinked() {
        var head = BEGINNING;
        for (var event : events) {
            if (!event.header().previousHead().equals(head)) {
                return false;
            }
            head = event.header().leafHash();
        }
        return true;
    }

    /// The leaf hash of the event with this seq.
    Octets head(long seq) {
        return events.get(Math.toIntExact(seq)).header().leafHash();
    }

    List<String> table() {
        var lines = new ArrayList<String>();
        lines.add("seq  type           epoch   who       what                              hash");
        var users = new HashMap<>(Map.of(0, creator));
        for (var event : events) {
            lines.add(row(event, users));
        }
        return lines;
    }

    private static String row(GroupEvent event, Map<Integer, String> users) {
        var header = event.header();
        var epoch = header.epoch() == header.epochAfter()
                ? Long.toString(header.epoch())
                : header.epoch() + " → " + header.epochAfter();
        return "%3d  %-13s  %-6s  %-8s  %-32s  %s"
                .formatted(
                        event.seq(),
                        header.type(),
                        epoch,
                        who(event, users),
                        what(event, users),
                        Screen.shortHash(header.leafHash()));
    }

    private static String who(GroupEvent event, Map<Integer, String> users) {
        return switch (event) {
            case GroupEvent.CommitAccepted commit ->
                users.getOrDefault(commit.committer(), "leaf " + commit.committer());
            case GroupEvent.ProposalAccepted proposal ->
                users.getOrDefault(proposal.sender(), "leaf " + proposal.sender());
            case GroupEvent.GroupCreated _ -> users.getOrDefault(0, "leaf 0");
            case GroupEvent.MessageAccepted _, GroupEvent.MessageErased _ -> "(sealed)";
            case GroupEvent.CommitReported report ->
                users.getOrDefault(report.leafIndex(), "leaf " + report.leafIndex());
            case GroupEvent.PayloadsErased _, GroupEvent.Unrecognised _ -> "";
        };
    }

    /// Says what an event did, and keeps the users by leaf as it goes.
    private static String what(GroupEvent event, Map<Integer, String> users) {
        return switch (event) {
            case GroupEvent.CommitAccepted commit -> {
                commit.removed().forEach(member -> users.remove(member.leafIndex()));
                commit.added().forEach(member -> users.put(member.leafIndex(), Story.shownName(member.user())));
                yield commit.added().isEmpty() && commit.removed().isEmpty()
                        ? "renewed the committer's keys"
                        : change("added ", commit.added()) + change("removed ", commit.removed());
            }
            case GroupEvent.MessageAccepted message -> message.message().length() + " bytes that only members read";
            case GroupEvent.CommitReported report ->
                (report.applied() ? "has applied" : "could not apply") + " the Commit into epoch " + report.epoch();
            default -> "";
        };
    }

    private static String change(String verb, List<Member> members) {
        return members.isEmpty()
                ? ""
                : verb
                        + members.stream()
                                .map(member -> Story.shownName(member.user()))
                                .collect(Collectors.joining(", "));
    }
}
