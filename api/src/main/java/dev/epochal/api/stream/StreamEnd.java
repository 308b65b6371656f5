package dev.epochal.api.stream;

import java.util.Locale;

/// Why the server ends a stream: the stable word in the last message.
public enum StreamEnd {
    /// The token has expired: open another stream with a new one, where this one ended.
    TOKEN_EXPIRED,
    /// The caller was removed from the group, and has all events up to there.
    REMOVED,
    /// The server stops: open another stream where this one ended.
    CLOSING,
    /// The client has not acknowledged in time what it was sent.
    UNACKNOWLEDGED;

    /// The word as it stands in the message.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
