package dev.epochal.api.stream;

import dev.epochal.api.access.Caller;
import dev.epochal.api.exchange.Gate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Tells a stream when to give a sign of life and when to end.
///
/// @param gate who is shut out when the server stops
/// @param clock tells whether a token is good
/// @param heartbeat how long a stream is silent at most
public record StreamClock(Gate gate, InstantSource clock, Duration heartbeat) {
    /// How long a stream waits before it looks at gate and token again.
    public static final Duration LOOK = Duration.ofMillis(500);

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /// A clock with the usual heartbeat.
    public static StreamClock of(Gate gate, InstantSource clock) {
        return new StreamClock(gate, clock, HEARTBEAT);
    }

    /// Why a stream of this caller has to end now; empty if it can go on.
    public Optional<StreamEnd> end(Caller caller) {
        if (gate.isShut()) {
            return Optional.of(StreamEnd.CLOSING);
        }
        return clock.instant().getEpochSecond() >= caller.expiresAtSecond()
                ? Optional.of(StreamEnd.TOKEN_EXPIRED)
                : Optional.empty();
    }

    /// Whether a stream that was heard last then has to give a sign of life.
    public boolean isSilent(long sinceNanos) {
        return System.nanoTime() - sinceNanos >= heartbeat.toNanos();
    }
}
