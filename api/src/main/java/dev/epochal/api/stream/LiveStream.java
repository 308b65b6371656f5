package dev.epochal.api.stream;

import dev.epochal.api.access.Caller;
import dev.epochal.projections.read.Subscription;
import java.io.IOException;
import java.util.Optional;

/// Tells what there is, then what comes, without a gap, until the caller has lost its right, its token expires or the
/// server stops.
///
/// The subscription is there before the first reading, so each event that a reading does not find is told afterwards.
/// What comes live costs no query.
public final class LiveStream {
    private final StreamClock clock;
    private final Caller caller;
    private final StreamSink sink;

    /// A stream to this caller.
    public LiveStream(StreamClock clock, Caller caller, StreamSink sink) {
        this.clock = clock;
        this.caller = caller;
        this.sink = sink;
    }

    /// Runs until the end, and tells it.
    ///
    /// @throws IOException if the client has gone
    public void run(Followed followed, Subscription live) throws IOException {
        var end = followed.catchUp(sink);
        sink.head(followed.head());
        while (end.isEmpty()) {
            end = clock.end(caller);
            if (end.isEmpty()) {
                end = step(followed, live);
            }
        }
        sink.end(end.get());
    }

    private Optional<StreamEnd> step(Followed followed, Subscription live) throws IOException {
        var event = live.poll(StreamClock.LOOK);
        if (live.isBroken()) {
            live.mend();
            return followed.catchUp(sink);
        }
        if (event.isPresent()) {
            return followed.follow(sink, event.get());
        }
        if (clock.isSilent(sink.lastNanos())) {
            sink.head(followed.head());
        }
        return Optional.empty();
    }
}
