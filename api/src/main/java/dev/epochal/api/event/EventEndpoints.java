package dev.epochal.api.event;

import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.group.GroupSight;
import dev.epochal.api.json.Json;
import dev.epochal.api.submission.Guarantee;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.GroupEvent;
import java.time.Duration;
import java.util.List;

/// A group's history for its members: pages by seq without a gap, and a call that waits for what comes next.
public final class EventEndpoints {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 500;
    private static final Duration WAIT_MAX = Duration.ofSeconds(25);

    private final EventPages pages;
    private final GroupSight sight;

    /// Shows what these reads tell.
    public EventEndpoints(GroupReads groups, GroupSight sight) {
        this.pages = new EventPages(groups);
        this.sight = sight;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/v1/groups/{group}/events", this::page)
                .forAuditorsToo()
                .knowing("from", "limit", "wait", "at_least"));
    }

    private Answer page(Call call) {
        var groupId = call.octets("group");
        long from = call.number("from", Long.MAX_VALUE - LIMIT_MAX).orElse(0);
        int limit = Math.toIntExact(Math.max(1, call.number("limit", LIMIT_MAX).orElse(LIMIT_DEFAULT)));
        var patience = call.patience(WAIT_MAX);
        var row = sight.show(call, groupId);
        if (row.seq() < from && patience.isPositive()) {
            sight.await(groupId, patience, () -> sight.showNow(call, groupId).seq() >= from);
            row = sight.showNow(call, groupId);
        }
        var events = row.seq() < from ? List.<GroupEvent>of() : pages.read(groupId, from, limit);
        var answer = Json.object();
        var list = answer.putArray("events");
        events.forEach(event -> list.add(EventForm.write(event)));
        return Answer.json(
                200,
                answer.put("next", from + events.size())
                        .put("headSeq", row.seq())
                        .put("epoch", row.epoch())
                        .put("guarantee", Guarantee.of(row)));
    }
}
