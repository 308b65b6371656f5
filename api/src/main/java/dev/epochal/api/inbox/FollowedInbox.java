package dev.epochal.api.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.access.Caller;
import dev.epochal.api.json.Json;
import dev.epochal.api.stream.Followed;
import dev.epochal.api.stream.StreamEnd;
import dev.epochal.api.stream.StreamSink;
import dev.epochal.projections.read.InboxReads.Limits;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.schema.record.GroupEvent;
import java.io.IOException;
import java.util.Optional;

/// A client's inbox, told in the order of each partition of the log without a gap.
final class FollowedInbox implements Followed {
    private static final Limits PAGE = new Limits(100, 4L << 20);

    private final InboxSources sources;
    private final Caller caller;
    private final boolean withTree;
    private InboxCursor cursor;

    /// @param cursor what the client has seen
    /// @param withTree whether a Welcome comes with its ratchet tree
    FollowedInbox(InboxSources sources, Caller caller, InboxCursor cursor, boolean withTree) {
        this.sources = sources;
        this.caller = caller;
        this.cursor = cursor;
        this.withTree = withTree;
    }

    @Override
    public Optional<StreamEnd> catchUp(StreamSink sink) throws IOException {
        while (true) {
            var unread = sources.unread(caller.identity(), cursor, PAGE);
            if (unread.isEmpty()) {
                return Optional.empty();
            }
            for (var note : unread.notes()) {
                var behind = cursor.behind(note);
                tell(sink, behind, Json.write(sources.items().write(note, behind)));
            }
            for (var entry : unread.entries()) {
                var behind = cursor.behind(entry.event());
                tell(sink, behind, Json.write(sources.items().write(caller.identity(), entry, behind, withTree)));
            }
            var end = sources.streams().clock().end(caller);
            if (end.isPresent()) {
                return end;
            }
        }
    }

    /// What makes the client a member, or ends that, is read with what belongs to it.
    @Override
    public Optional<StreamEnd> follow(StreamSink sink, LoggedEvent event) throws IOException {
        if (cursor.isBehind(event)) {
            return Optional.empty();
        }
        if (changesMembership(event.event())) {
            return catchUp(sink);
        }
        var behind = cursor.behind(event);
        tell(sink, behind, sources.items().live(event, behind));
        return Optional.empty();
    }

    private boolean changesMembership(GroupEvent event) {
        var after = event.getCommitAccepted().getAfter();
        return after.getAddedList().stream()
                        .anyMatch(member -> member.getIdentity().equals(caller.identity()))
                || after.getRemovedList().stream()
                        .anyMatch(member -> member.getIdentity().equals(caller.identity()));
    }

    private void tell(StreamSink sink, InboxCursor behind, ByteString item) throws IOException {
        sink.message(behind.toString(), item);
        cursor = behind;
    }

    @Override
    public ObjectNode head() {
        return Json.object().put("cursor", cursor.toString());
    }
}
