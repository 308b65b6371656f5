package dev.epochal.api.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Json;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.schema.record.GroupEvent;

/// Events as the JSON that streams carry. A live event is written once, however many follow it, and forgotten with it.
/// Thread-safe.
public final class EventFrames {
    private static final int LIVE_MAX = 10_000;

    /// By identity of the event, which all its followers share.
    private final Cache<LoggedEvent, ByteString> live =
            Caffeine.newBuilder().weakKeys().maximumSize(LIVE_MAX).build();

    /// An event that has just come.
    public ByteString live(LoggedEvent event) {
        return live.get(event, _ -> past(event.event()));
    }

    /// An event of the past.
    public ByteString past(GroupEvent event) {
        return Json.write(EventForm.write(event));
    }

    /// An event of a group, with where the group stands.
    static ByteString frame(ByteString event, long headSeq, long epoch) {
        return Json.write(Json.object().put("headSeq", headSeq).put("epoch", epoch), "event", event);
    }
}
