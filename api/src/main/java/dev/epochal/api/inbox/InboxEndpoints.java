package dev.epochal.api.inbox;

import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.inbox.InboxSources.Unread;
import dev.epochal.api.json.Json;
import dev.epochal.api.stream.ServerSentEvents;
import dev.epochal.api.stream.StreamClock;
import dev.epochal.projections.read.InboxReads.Limits;
import dev.epochal.projections.read.Subscription;
import java.time.Duration;
import java.util.List;

/// The inbox of the calling client: pages, a call that waits, and a stream.
public final class InboxEndpoints {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 500;
    private static final long OCTETS_MAX = 8L << 20;
    private static final Duration WAIT_MAX = Duration.ofSeconds(25);

    private final InboxSources sources;

    /// Shows what these sources tell.
    public InboxEndpoints(InboxSources sources) {
        this.sources = sources;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/v1/inbox", this::inbox).knowing("cursor", "limit", "wait", "tree"));
    }

    private Answer inbox(Call call) {
        return call.accepts(ServerSentEvents.MEDIA_TYPE) ? stream(call) : page(call);
    }

    private Answer stream(Call call) {
        var cursor = call.lastEventId().map(InboxSources::cursor).orElseGet(() -> cursor(call));
        return sources.streams()
                .answer(
                        call,
                        new FollowedInbox(sources, call.caller(), cursor, withTree(call)),
                        () -> sources.streams().live().ofClient(call.identity()));
    }

    private Answer page(Call call) {
        var cursor = cursor(call);
        int limit = Math.toIntExact(Math.max(1, call.number("limit", LIMIT_MAX).orElse(LIMIT_DEFAULT)));
        boolean withTree = withTree(call);
        var answer = Json.object();
        var items = answer.putArray("items");
        var next = cursor;
        var unread = unread(call, cursor, new Limits(limit, OCTETS_MAX));
        for (var note : unread.notes()) {
            next = next.behind(note);
            items.add(sources.items().write(note, next));
        }
        for (var entry : unread.entries()) {
            next = next.behind(entry.event());
            items.add(sources.items().write(call.identity(), entry, next, withTree));
        }
        return Answer.json(200, answer.put("next", next.toString()));
    }

    private Unread unread(Call call, InboxCursor cursor, Limits limits) {
        var patience = call.patience(WAIT_MAX);
        var unread = sources.unread(call.identity(), cursor, limits);
        if (!unread.isEmpty() || !patience.isPositive()) {
            return unread;
        }
        long deadline = System.nanoTime() + patience.toNanos();
        // Who waits subscribes first and reads once more then, so nothing can come unnoticed in between.
        try (var live = sources.streams().live().ofClient(call.identity())) {
            unread = sources.unread(call.identity(), cursor, limits);
            while (unread.isEmpty() && isWorthWaiting(call, deadline)) {
                if (hasNews(live)) {
                    unread = sources.unread(call.identity(), cursor, limits);
                }
            }
        }
        return unread;
    }

    private boolean isWorthWaiting(Call call, long deadline) {
        return System.nanoTime() - deadline < 0
                && sources.streams().clock().end(call.caller()).isEmpty();
    }

    private static boolean hasNews(Subscription live) {
        boolean told = live.poll(StreamClock.LOOK).isPresent();
        if (live.isBroken()) {
            live.mend();
            return true;
        }
        return told;
    }

    private InboxCursor cursor(Call call) {
        return sources.cursor(call.identity(), call.query("cursor").orElse(""));
    }

    private static boolean withTree(Call call) {
        return call.flag("tree");
    }
}
