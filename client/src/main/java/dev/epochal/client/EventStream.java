package dev.epochal.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A group's history as it comes, each event once and in order, through cuts of the connection and restarts of the
/// server. Close it when it is not needed any more. To be taken from by one thread.
public final class EventStream implements AutoCloseable {
    private static final int NEXT_ONLY = 1;

    private final EpochalClient client;
    private final Octets groupId;
    private final Following<GroupEvent> following;
    private long next;

    EventStream(EpochalClient client, Exchange exchange, Octets groupId, long from) {
        this.client = client;
        this.groupId = groupId;
        this.next = from;
        this.following = new Following<>(
                exchange,
                lastId -> call(groupId, from, lastId),
                message -> Answers.value(Answers.member(message.data(), "event"), GroupEvent.class),
                "");
    }

    private static Call call(Octets groupId, long from, String lastId) {
        var target = "/v1/groups/" + groupId + "/events?from=" + from;
        return Call.stream(target, lastId.isEmpty() ? Map.of() : Map.of("Last-Event-ID", lastId));
    }

    /// The next event, or none if none came in time.
    ///
    /// @throws EpochalProblemException if the server refuses to go on
    /// @throws EpochalUnreachableException if the server left an event out
    public Optional<GroupEvent> take(Duration limit) {
        var event = following.take(limit);
        event.ifPresent(this::check);
        return event;
    }

    private void check(GroupEvent event) {
        if (event.seq() != next && event.seq() != readable()) {
            throw new EpochalUnreachableException(
                    "The history of group " + groupId + " has seq " + event.seq() + " where " + next + " belongs");
        }
        next = event.seq() + 1;
    }

    /// The first event from `next` on that the caller may read: it was no member before.
    private long readable() {
        return client.events(groupId, next, NEXT_ONLY, Duration.ZERO).first();
    }

    /// Whether the caller was removed from the group and has taken all events up to there: nothing more will come.
    public boolean isOver() {
        return following.isOver();
    }

    /// Drops the connection as a bad network would. The stream goes on with another one and loses nothing.
    public void cut() {
        following.cut();
    }

    /// Ends the stream.
    @Override
    public void close() {
        following.close();
    }
}
