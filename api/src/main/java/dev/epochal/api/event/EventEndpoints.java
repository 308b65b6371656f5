package dev.epochal.api.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.group.GroupSight;
import dev.epochal.api.group.VisibleHistory;
import dev.epochal.api.json.Json;
import dev.epochal.api.stream.ServerSentEvents;
import dev.epochal.api.submission.Guarantee;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.GroupEvent;
import java.time.Duration;
import java.util.List;

/// A group's history for those who are or were its members: pages by seq without a gap, a call that waits for what
/// comes next, and a stream.
public final class EventEndpoints {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 500;
    private static final Duration WAIT_MAX = Duration.ofSeconds(25);

    private final Sources sources;

    /// Shows what these reads and streams tell.
    public EventEndpoints(GroupReads groups, GroupSight sight, EventStreams streams) {
        this.sources = new Sources(sight, new EventPages(groups), streams);
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/v1/groups/{group}/events", this::events)
                .forAuditorsToo()
                .knowing("from", "limit", "wait", "at_least"));
    }

    private Answer events(Call call) {
        return call.accepts(ServerSentEvents.MEDIA_TYPE) ? stream(call) : page(call);
    }

    /// A caller that may see nothing is told so before the stream begins.
    private Answer stream(Call call) {
        var groupId = call.octets("group");
        long from =
                call.lastEventId(Long.MAX_VALUE - LIMIT_MAX).map(seq -> seq + 1).orElseGet(() -> from(call));
        sources.sight().history(call, groupId);
        return sources.streams()
                .answer(
                        call,
                        new FollowedGroup(sources, call, groupId, from),
                        () -> sources.streams().live().ofGroup(groupId));
    }

    private static long from(Call call) {
        return call.number("from", Long.MAX_VALUE - LIMIT_MAX).orElse(0);
    }

    private Answer page(Call call) {
        var groupId = call.octets("group");
        long from = from(call);
        int limit = Math.toIntExact(Math.max(1, call.number("limit", LIMIT_MAX).orElse(LIMIT_DEFAULT)));
        var patience = call.patience(WAIT_MAX);
        var sight = sources.sight();
        var history = sight.history(call, groupId);
        var stretch = history.from(from);
        if (stretch.size() == 0 && !stretch.over() && patience.isPositive()) {
            sight.await(
                    groupId,
                    patience,
                    () -> hasNews(sight.historyNow(call, groupId).from(from)));
            history = sight.historyNow(call, groupId);
            stretch = history.from(from);
        }
        return Answer.json(200, form(history, stretch, read(groupId, stretch, limit)));
    }

    private static boolean hasNews(VisibleHistory.Stretch stretch) {
        return stretch.size() > 0 || stretch.over();
    }

    private List<GroupEvent> read(ByteString groupId, VisibleHistory.Stretch stretch, int limit) {
        return stretch.size() == 0
                ? List.of()
                : sources.pages().read(groupId, stretch.first(), Math.toIntExact(Math.min(limit, stretch.size())));
    }

    private static ObjectNode form(VisibleHistory history, VisibleHistory.Stretch stretch, List<GroupEvent> events) {
        var answer = Json.object();
        var list = answer.putArray("events");
        events.forEach(event -> list.add(EventForm.write(event)));
        long next = stretch.first() + events.size();
        return answer.put("first", stretch.first())
                .put("next", next)
                .put("over", stretch.over() && next > stretch.last())
                .put("headSeq", history.headSeq())
                .put("epoch", history.epoch())
                .put("guarantee", Guarantee.of(history.row()));
    }
}
