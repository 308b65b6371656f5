package dev.epochal.api.event;

import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.stream.Followed;
import dev.epochal.api.stream.LiveStream;
import dev.epochal.api.stream.ServerSentEvents;
import dev.epochal.api.stream.StreamClock;
import dev.epochal.projections.read.LiveEvents;
import dev.epochal.projections.read.Subscription;
import java.util.function.Supplier;

/// What all streams of events share.
///
/// @param live hands on events as they come
/// @param clock tells when to end
/// @param frames what is sent
public record EventStreams(LiveEvents live, StreamClock clock, EventFrames frames) {
    /// A stream of Server-Sent Events.
    ///
    /// @param followed what it tells
    /// @param subscribing subscribes to what comes, when the stream begins
    public Answer answer(Call call, Followed followed, Supplier<Subscription> subscribing) {
        return Answer.stream(ServerSentEvents.MEDIA_TYPE, out -> {
            try (var subscription = subscribing.get()) {
                new LiveStream(clock, call.caller(), new ServerSentEvents(out)).run(followed, subscription);
            }
        });
    }
}
